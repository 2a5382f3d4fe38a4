// The local ECS: services and tasks as real processes, rolled out and back as ECS does it.
import { setMaxListeners } from 'node:events'
import type { Route } from '../server/route.ts'
import type { Service, Shape } from '../service.ts'
import type { World } from '../world.ts'
import { deployImages, type ImageDeployment } from './deploy-images.ts'
import type { Outcome } from './deployments.ts'
import { describeTask } from './describe.ts'
import { ecsOperations, type OperationsCare } from './operations.ts'
import type { EcsPorts } from './ports.ts'
import { ecsResources } from './resources.ts'
import { runTask } from './run-task.ts'
import { scheduler } from './scheduler.ts'
import { clusterOf, findService } from './services.ts'
import { type Cluster, type EcsService, type EcsState, isUp, type Task, type TaskDefinition } from './state.ts'
import { credentialsUri, roleOf, taskCredentials } from './task-credentials.ts'
import { settlingTime } from './task-health.ts'

/** How tasks run. */
export interface EcsOptions {
  /** Divides intervals of container health checks and the 40 s after which a task without checks counts as healthy. */
  readonly speed?: number
  /** Further variables of every container: what makes the SDK in it find the local AWS. */
  readonly env?: Readonly<Record<string, string>>
}

/** A line of a service's event log. */
export interface EcsEvent {
  readonly cluster: string
  readonly service: string
  readonly message: string
}

/** What other services do with ECS. */
export interface EcsApi {
  /** What CodePipeline's ECS action does. */
  readonly deploy: (request: ImageDeployment, signal: AbortSignal) => Promise<Outcome>
  /** The tasks of a service as DescribeTasks has them, stopped ones too. */
  readonly tasksOf: (cluster: string, service: string) => readonly Shape[]
  /** Gives the function that ends the listening. */
  readonly onEvent: (listener: (event: EcsEvent) => void) => () => void
}

/** The local ECS. */
export const ecs = (
  world: World,
  ports: EcsPorts,
  options: EcsOptions = {},
): { readonly service: Service; readonly api: EcsApi; readonly routes: readonly Route[] } => {
  const speed = options.speed ?? 1
  const state: EcsState = { clusters: new Map(), taskDefinitions: new Map(), services: new Map(), tasks: new Map() }
  const ended = new AbortController()
  const signal = AbortSignal.any([world.signal, ended.signal])
  // Every task and every timer listens to it.
  setMaxListeners(0, signal)
  const listeners = new Set<(event: EcsEvent) => void>()
  const lives = new Set<Promise<void>>()

  const event = (service: EcsService, message: string) => {
    service.events.push({ id: world.id(), createdAt: world.clock.now(), message })
    world.notice({ from: 'ecs', subject: service.name, says: message })
    for (const listener of listeners) listener({ cluster: service.clusterName, service: service.name, message })
  }

  const platform = (task: Task) => ({
    AWS_REGION: world.region,
    AWS_DEFAULT_REGION: world.region,
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    AWS_ENDPOINT_URL: world.endpoint(),
    ...(roleOf(task) !== undefined && { AWS_CONTAINER_CREDENTIALS_FULL_URI: credentialsUri(world.endpoint(), task) }),
    ECS_CONTAINER_METADATA_URI_V4: `${world.endpoint()}/v4/${task.id}`,
    ...options.env,
  })

  const newTask = (cluster: Cluster, definition: TaskDefinition, given: Shape): Task => {
    const id = world.id().replaceAll('-', '')
    const arn = `arn:aws:ecs:${world.region}:${world.account}:task/${cluster.name}/${id}`
    const task: Task = {
      arn,
      id,
      clusterArn: cluster.arn,
      taskDefinition: definition,
      group: given.group ?? `family:${definition.family}`,
      startedBy: given.startedBy ?? '',
      overrides: given.overrides ?? {},
      createdAt: world.clock.now(),
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      containers: (definition.given.containerDefinitions as Shape[]).map((container) => ({
        name: container.name,
        arn: `${arn.replace(':task/', ':container/')}/${world.id()}`,
        image: container.image,
        essential: container.essential ?? true,
        lastStatus: 'PENDING',
        healthStatus: 'UNKNOWN',
      })),
      targets: ((given.loadBalancers ?? []) as Shape[]).map(({ targetGroupArn, containerName }) => ({
        targetGroupArn: String(targetGroupArn),
        containerName: String(containerName),
        target: { id: '127.0.0.1', port: 0 },
      })),
      healthy: false,
      everHealthy: false,
      counted: false,
      halt: () => {},
    }
    state.tasks.set(arn, task)
    return task
  }

  const live = (task: Task, changed: (task: Task) => void) => {
    const life = runTask({ ports, clock: world.clock, speed, platform, changed, signal }, task)
    lives.add(life)
    life.then(() => lives.delete(life))
  }

  const tell = (service: EcsService, task: Task) => {
    const groups = task.targets.map(({ targetGroupArn }) => `(target-group ${targetGroupArn})`).join(', ')
    if (task.lastStatus === 'RUNNING' && groups)
      event(service, `(service ${service.name}) registered 1 targets in ${groups}`)
    if (task.lastStatus === 'DEACTIVATING') {
      event(service, `(service ${service.name}) deregistered 1 targets in ${groups}`)
      event(service, `(service ${service.name}) has begun draining connections on 1 tasks.`)
    }
    if (task.lastStatus === 'STOPPED' && task.stop?.failed) {
      world.notice({ from: 'ecs', subject: service.name, says: `task ${task.id} stopped: ${task.stop.reason}` })
    }
  }

  const schedule = scheduler({
    world,
    ports,
    speed,
    signal,
    event,
    startTask: (service, deployment) => {
      const cluster = clusterOf(state, service.clusterName)
      const { loadBalancers } = service.given
      const task = newTask(cluster, deployment.taskDefinition, {
        group: `service:${service.name}`,
        startedBy: deployment.id,
        loadBalancers,
      })
      service.tasks.add(task)
      let seen: string | undefined
      live(task, () => {
        if (task.lastStatus !== seen) {
          seen = task.lastStatus
          tell(service, task)
          if (seen === 'RUNNING') {
            schedule.pokeAfter(service, settlingTime / speed)
            schedule.pokeAfter(service, (Number(service.given.healthCheckGracePeriodSeconds ?? 0) * 1_000) / speed)
          }
        }
        schedule.poke(service)
      })
      return task
    },
  })

  const unwatch = ports.targets.onHealth((targetGroupArn, { id, port }) => {
    for (const service of state.services.values()) {
      for (const task of service.tasks) {
        const own = task.targets.some(
          (one) => one.targetGroupArn === targetGroupArn && one.target.id === id && one.target.port === port,
        )
        if (own) schedule.poke(service)
      }
    }
  })

  const care: OperationsCare = {
    world,
    state,
    ports,
    scheduler: schedule,
    createCluster: (given) => {
      const name = String(given.clusterName ?? 'default')
      const there = state.clusters.get(name)
      if (there) return there
      const cluster: Cluster = {
        arn: `arn:aws:ecs:${world.region}:${world.account}:cluster/${name}`,
        name,
        given,
        status: 'ACTIVE',
      }
      state.clusters.set(name, cluster)
      return cluster
    },
    runTask: (definition, given) => {
      const task = newTask(clusterOf(state, given.cluster), definition, {
        group: given.group,
        startedBy: given.startedBy,
        overrides: given.overrides,
      })
      live(task, () => {})
      return task
    },
  }

  return {
    service: {
      name: 'ecs',
      protocol: 'json',
      target: 'AmazonEC2ContainerServiceV20141113',
      operations: ecsOperations(care),
      resources: ecsResources(care),
      stop: async () => {
        ended.abort()
        unwatch()
        await Promise.all(lives)
      },
    },
    api: {
      deploy: (request, stopped) => deployImages(care, request, stopped),
      tasksOf: (cluster, name) => {
        const service = findService(state, cluster, name)
        if (!service) return []
        return [...state.tasks.values()]
          .filter((task) => task.clusterArn === service.clusterArn && task.group === `service:${service.name}`)
          .sort((a, b) => Number(isUp(b)) - Number(isUp(a)))
          .map(describeTask)
      },
      onEvent: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    routes: [
      taskCredentials((id) => [...state.tasks.values()].find((task) => task.id === id), ports.assume, world.clock),
    ],
  }
}
