import type { Clock } from '../clock.ts'
import type { Shape } from '../service.ts'
import { containerCommand, containerEnvironment, healthCommand } from './container-command.ts'
import type { EcsPorts, Launched } from './ports.ts'
import type { Prepared } from './prepare-container.ts'
import type { Container, Task } from './state.ts'

/** What running the containers of a task needs. */
export interface ContainerCare {
  readonly ports: EcsPorts
  readonly clock: Clock
  /** Divides the interval of container health checks. */
  readonly speed: number
  readonly platform: (task: Task) => Readonly<Record<string, string>>
  readonly changed: () => void
}

/** One container to run. */
export interface ContainerRun {
  readonly task: Task
  readonly container: Container
  readonly definition: Shape
  readonly prepared: Prepared
}

const watchHealth = async (care: ContainerCare, run: ContainerRun, ended: AbortSignal, env: Record<string, string>) => {
  const check: Shape = run.definition.healthCheck
  const { rootfs, config } = run.prepared.image
  const seconds = (value: unknown, standard: number) => (Number(value ?? standard) * 1_000) / care.speed
  const startedAt = care.clock.now().getTime()
  const command = healthCommand(check, run.definition.portMappings?.[0]?.containerPort, run.container.port)
  let failures = 0
  while (!ended.aborted) {
    await care.clock.sleep(seconds(check.interval, 30), ended)
    if (ended.aborted) return
    const probe = care.ports.launch({
      rootfs,
      workingDirectory: config.WorkingDir || '/',
      command,
      env,
      stopSignal: 'SIGKILL',
      onLine: () => {},
    })
    const over = new AbortController()
    const late = care.clock.sleep(Number(check.timeout ?? 5) * 1_000, AbortSignal.any([over.signal, ended]))
    const exit = await Promise.race([probe.exited, late.then(() => undefined)])
    over.abort()
    if (!exit) probe.stop(0)
    if (ended.aborted) return
    const passed = exit?.exitCode === 0
    failures = passed ? 0 : failures + 1
    const settling = care.clock.now().getTime() < startedAt + seconds(check.startPeriod, 0)
    const before = run.container.healthStatus
    if (passed) run.container.healthStatus = 'HEALTHY'
    else if (!settling && failures >= Number(check.retries ?? 3)) run.container.healthStatus = 'UNHEALTHY'
    if (run.container.healthStatus !== before) care.changed()
  }
}

/** Starts a container as a process; its lines go to its log stream, its health check runs beside it. */
export const runContainer = (care: ContainerCare, run: ContainerRun): Launched => {
  const { task, container, definition, prepared } = run
  const override = (task.overrides.containerOverrides as Shape[] | undefined)?.find(
    ({ name }) => name === container.name,
  )
  const { config, rootfs, digest } = prepared.image
  const { logDriver, options = {} } = definition.logConfiguration ?? {}
  const prefix = options['awslogs-stream-prefix']
  const stream = prefix ? `${prefix}/${container.name}/${task.id}` : task.id
  const env = containerEnvironment({
    definition,
    override,
    config,
    secrets: prepared.secrets,
    platform: care.platform(task),
    port: container.port,
  })
  const launched = care.ports.launch({
    rootfs,
    workingDirectory: definition.workingDirectory ?? (config.WorkingDir || '/'),
    command: containerCommand(definition, override, config),
    env,
    stopSignal: config.StopSignal ?? 'SIGTERM',
    onLine: (line) => {
      if (logDriver === 'awslogs') care.ports.logs.write(options['awslogs-group'], stream, line)
    },
  })
  container.imageDigest = digest
  container.pid = launched.pid
  container.lastStatus = 'RUNNING'
  const ended = new AbortController()
  launched.exited.then(({ exitCode, reason }) => {
    ended.abort()
    container.lastStatus = 'STOPPED'
    if (exitCode !== undefined) container.exitCode = exitCode
    if (reason) container.reason = reason
    care.changed()
  })
  if (definition.healthCheck) void watchHealth(care, run, ended.signal, env)
  return launched
}
