// Everything around the local ECS, made of values: tasks behave as a test says, time moves when a test moves it.
import { type FakeClock, fakeClock } from '../../../rehearsal/clock.ts'
import { type EcsOptions, ecs } from '../../../rehearsal/ecs/ecs.ts'
import type { EcsPorts, ImageConfig, TargetHealth } from '../../../rehearsal/ecs/ports.ts'
import type { Shape } from '../../../rehearsal/service.ts'
import { call, sampleWorld } from '../processes/sample-world.ts'

/** How a task of an image behaves. */
export type Behaviour =
  | { readonly kind: 'healthy'; readonly after?: number }
  /** Answers its health checks with an error. */
  | { readonly kind: 'unhealthy'; readonly after?: number }
  | { readonly kind: 'exits'; readonly code: number; readonly after?: number }
  | { readonly kind: 'unpullable' }
  | { readonly kind: 'unstartable' }

/** The behaviour of the nth task of an image, counted from 0. */
export type Script = (nth: number) => Behaviour

export const targetGroup = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1'

/** One look at a service while it rolled. */
export interface Sample {
  readonly up: number
  readonly running: number
  readonly healthy: number
}

export const fakeFleet = (scripts: Record<string, Script>, options: EcsOptions = {}) => {
  const clock: FakeClock = fakeClock()
  const { world, end } = sampleWorld({ clock, home: '/nowhere' })
  const counts = new Map<string, number>()
  const healths = new Map<number, TargetHealth>()
  const listeners = new Set<(arn: string, target: { id: string; port: number }, health: TargetHealth) => void>()
  const logs: string[] = []
  const launches: { image: string; env: Readonly<Record<string, string>>; command: readonly string[] }[] = []
  const drains: (() => void)[] = []
  let holdDraining = false
  let nextPort = 20_000

  const set = (port: number, health: TargetHealth) => {
    healths.set(port, health)
    for (const listener of listeners) listener(targetGroup, { id: '127.0.0.1', port }, health)
  }
  const wanted = new Map<number, Behaviour>()
  const ports: EcsPorts = {
    images: {
      pull: async (image) => {
        const nth = counts.get(image) ?? 0
        counts.set(image, nth + 1)
        const behaviour = scripts[image]?.(nth)
        if (!behaviour || behaviour.kind === 'unpullable')
          throw new Error(`pull image manifest has been retried 1 time(s): ${image}: not found`)
        const config: ImageConfig = { Cmd: [image, String(nth)], Env: ['FROM_IMAGE=yes', 'PORT=1'] }
        return { digest: `sha256:${image}`, rootfs: '/nowhere', config }
      },
    },
    secrets: {
      resolve: async (from) => {
        if (from.includes('missing'))
          throw new Error("ResourceNotFoundException: Secrets Manager can't find the specified secret.")
        return `value of ${from}`
      },
    },
    logs: {
      write: (group, stream, line) => void logs.push(`${group} ${stream} ${line}`),
      exists: (group) => group !== '/missing',
      createGroup: () => {},
    },
    targets: {
      register: (_, [target]) => {
        const port = target?.port ?? 0
        set(port, { state: 'initial', reason: 'Elb.InitialHealthChecking' })
        const behaviour = wanted.get(port)
        if (behaviour?.kind !== 'healthy' && behaviour?.kind !== 'unhealthy') return
        void clock.sleep(behaviour.after ?? 1_000).then(() => {
          if (!healths.has(port)) return
          const description = 'Health checks failed with these codes: [500]'
          set(
            port,
            behaviour.kind === 'healthy'
              ? { state: 'healthy' }
              : { state: 'unhealthy', reason: 'Target.ResponseCodeMismatch', description },
          )
        })
      },
      deregister: async (_, [target]) => {
        healths.delete(target?.port ?? 0)
        if (holdDraining) await new Promise<void>((resolve) => drains.push(resolve))
      },
      health: (_, { port }) => healths.get(port) ?? { state: 'unused' },
      attached: (arn) => (arn === targetGroup ? 'attached' : arn.includes('unattached') ? 'unattached' : 'missing'),
      onHealth: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    launch: ({ command, env, onLine }) => {
      const [image = '', nth = '0'] = command
      launches.push({ image, env, command })
      const behaviour: Behaviour = scripts[image]?.(Number(nth)) ?? { kind: 'healthy' }
      wanted.set(Number(env.PORT), behaviour)
      onLine(`${image} ${nth} started`)
      let finish = (_: { exitCode: number | undefined; reason?: string }) => {}
      const exited = new Promise<{ exitCode: number | undefined; reason?: string }>((resolve) => {
        finish = resolve
      })
      if (behaviour.kind === 'unstartable')
        finish({
          exitCode: undefined,
          reason: 'CannotStartContainerError: exec: "x": executable file not found in $PATH',
        })
      if (behaviour.kind === 'exits')
        void clock.sleep(behaviour.after ?? 0).then(() => finish({ exitCode: behaviour.code }))
      return { pid: 1, exited, stop: () => finish({ exitCode: 143 }) }
    },
    freePort: async () => nextPort++,
    releasePort: () => {},
    assume: () => undefined,
  }

  const { service, api } = ecs(world, ports, options)
  const events: string[] = []
  api.onEvent(({ message }) => events.push(message))
  const ask = (operation: string, input: Shape = {}) => call(service, operation, input)

  const describe = async (): Promise<Shape> =>
    (await ask('DescribeServices', { cluster: 'main', services: ['web'] })).services[0]
  const sample = async (): Promise<Sample> => {
    const { services } = await ask('DescribeServices', { cluster: 'main', services: ['web'] })
    const tasks = api.tasksOf('main', 'web').filter((task) => task.desiredStatus === 'RUNNING')
    const running = tasks.filter((task) => task.lastStatus === 'RUNNING')
    const healthy = running.filter(
      (task) => healths.get(task.containers[0].networkBindings[0]?.hostPort)?.state === 'healthy',
    )
    return { up: services[0].runningCount + services[0].pendingCount, running: running.length, healthy: healthy.length }
  }
  const register = async (image: string, container: Shape = {}) => {
    const { taskDefinition } = await ask('RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 3000 }], ...container }],
    })
    return taskDefinition.taskDefinitionArn as string
  }

  return {
    clock,
    world,
    service,
    api,
    ask,
    events,
    logs,
    launches,
    describe,
    sample,
    register,
    end,
    setHealth: set,
    holdDraining: () => {
      holdDraining = true
    },
    releaseDraining: () => {
      holdDraining = false
      for (const release of drains.splice(0)) release()
    },
    /** Creates the cluster and the service, and lets its first deployment come to an end. */
    begin: async (image: string, given: Shape = {}) => {
      await ask('CreateCluster', { clusterName: 'main' })
      const taskDefinition = await register(image)
      await ask('CreateService', {
        cluster: 'main',
        serviceName: 'web',
        taskDefinition,
        desiredCount: 2,
        loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 3000 }],
        ...given,
      })
      await clock.advance(60_000)
    },
    update: async (image: string, given: Shape = {}) =>
      ask('UpdateService', { cluster: 'main', service: 'web', taskDefinition: await register(image), ...given }),
    /** Moves time on, looking at the service at every step. */
    watch: async (milliseconds: number, step = 250): Promise<Sample[]> => {
      const samples: Sample[] = []
      for (let at = 0; at < milliseconds; at += step) {
        await clock.advance(step)
        samples.push(await sample())
      }
      return samples
    },
  }
}

export const healthy: Script = () => ({ kind: 'healthy' })
export const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } }
