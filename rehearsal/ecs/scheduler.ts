// The service scheduler: keeps every service at its desired count, rolls deployments out, and rolls them back.
import type { Shape } from '../service.ts'
import type { World } from '../world.ts'
import { circuitBreakerOf } from './circuit-breaker.ts'
import { begin, finish, isOver, latest, makePrimary, newDeployment } from './deployments.ts'
import type { EcsPorts } from './ports.ts'
import { decide, type RollingTask } from './rolling.ts'
import {
  type Deployment,
  type EcsService,
  isUp,
  type ServiceDeployment,
  type Task,
  type TaskDefinition,
} from './state.ts'
import { inGracePeriod, settlingTime, taskHealth } from './task-health.ts'

/** What the scheduler needs. */
export interface SchedulerCare {
  readonly world: World
  readonly ports: EcsPorts
  /** Divides the time after which a task without checks is taken for healthy, and the grace period. */
  readonly speed: number
  readonly startTask: (service: EcsService, deployment: Deployment) => Task
  readonly event: (service: EcsService, message: string) => void
  readonly signal: AbortSignal
}

/** Between a failed task and its replacement; AWS needs seconds to place one. */
const replaceAfter = 500
const longestThrottle = 60_000

const names = (tasks: readonly Task[]) => tasks.map((task) => `(task ${task.id})`).join(' ')

/** The service scheduler. */
export const scheduler = (care: SchedulerCare) => {
  const { world, ports, signal } = care
  const queued = new Set<EcsService>()
  const waiters = new Map<EcsService, Set<() => void>>()
  const now = () => world.clock.now()
  const say = (service: EcsService, text: string) => care.event(service, `(service ${service.name}) ${text}`)

  const poke = (service: EcsService): void => {
    if (queued.has(service)) return
    queued.add(service)
    queueMicrotask(() => {
      queued.delete(service)
      if (!signal.aborted) reconcile(service)
      for (const check of waiters.get(service) ?? []) check()
    })
  }
  const pokeAfter = (service: EcsService, milliseconds: number) =>
    void world.clock.sleep(milliseconds, signal).then(() => poke(service))

  const primaryOf = (service: EcsService) => service.deployments.find((one) => one.status === 'PRIMARY')
  const tasksOf = (service: EcsService, deployment: Deployment) =>
    [...service.tasks].filter((task) => task.startedBy === deployment.id)

  const judge = (service: EcsService, task: Task) => {
    if (task.lastStatus !== 'RUNNING' || task.stop) return
    const settled = now().getTime() - (task.startedAt?.getTime() ?? 0) >= settlingTime / care.speed
    const opinion = taskHealth(task, ports.targets, settled)
    const was = task.healthy
    task.healthy = opinion.is === 'healthy'
    if (task.healthy && !was) becameHealthy(service, task)
    if (opinion.is !== 'unhealthy' || inGracePeriod(service, task, { now: now(), speed: care.speed })) return
    say(service, opinion.event)
    task.halt({ code: 'ServiceSchedulerInitiated', reason: opinion.reason, failed: true })
  }

  const becameHealthy = (service: EcsService, task: Task) => {
    task.everHealthy = true
    const deployment = service.deployments.find((one) => one.id === task.startedBy)
    if (deployment?.rolloutState !== 'IN_PROGRESS') return
    deployment.failedStarts = 0
    if (circuitBreakerOf(service.given, service.desired).resets) deployment.failedTasks = 0
  }

  const whyOf = (task: Task) => {
    const exits = task.containers
      .filter((container) => container.exitCode !== undefined)
      .map((container) => `container ${container.name} exited with ${container.exitCode}`)
    const reason = task.stop?.reason ?? ''
    return `${reason}${exits.length > 0 && task.stop?.code === 'EssentialContainerExited' ? ` (${exits.join(', ')})` : ''}`
  }

  const countFailures = (service: EcsService) => {
    for (const task of service.tasks) {
      if (!task.stop?.failed || task.counted) continue
      task.counted = true
      const deployment = service.deployments.find((one) => one.id === task.startedBy)
      if (deployment?.status !== 'PRIMARY') continue
      if (!task.startedAt) deployment.failedStarts++
      const throttle = deployment.failedStarts > 3 ? 1_000 * 2 ** (deployment.failedStarts - 3) : 0
      const wait = Math.min(longestThrottle, replaceAfter + throttle)
      deployment.notBefore = now().getTime() + wait
      pokeAfter(service, wait)
      if (throttle > 0)
        say(
          service,
          'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
        )
      const one = latest(service)
      if (deployment.rolloutState !== 'IN_PROGRESS') continue
      deployment.failedTasks++
      if (one) one.lastFailure = whyOf(task)
      const breaker = circuitBreakerOf(service.given, service.desired)
      if (breaker.enabled && deployment.failedTasks >= breaker.threshold) trip(service, deployment)
    }
  }

  const trip = (service: EcsService, deployment: Deployment) => {
    const reason = 'ECS deployment circuit breaker: tasks failed to start.'
    const one = latest(service)
    if (one) one.breaker = 'TRIGGERED'
    fail(service, deployment, reason)
    if (!one || isOver(one)) return
    const wasRollback = one.rollback !== undefined
    if (wasRollback) return finish(one, 'ROLLBACK_FAILED', reason, now())
    if (circuitBreakerOf(service.given, service.desired).rollback && rollBack(service, one, reason)) return
    finish(one, 'STOPPED', reason, now())
  }

  const fail = (service: EcsService, deployment: Deployment, reason: string) => {
    deployment.rolloutState = 'FAILED'
    deployment.rolloutStateReason = reason
    deployment.updatedAt = now()
    deployment.stalled = true
    say(
      service,
      `(deployment ${deployment.id}) deployment failed: ${reason.replace(/^ECS deployment circuit breaker: /, '')}`,
    )
  }

  /** Goes back to the last completed deployment; false when there is none. */
  const rollBack = (service: EcsService, one: ServiceDeployment, reason: string): boolean => {
    const to = service.lastCompleted
    if (!to || to === one.deployment) return false
    to.rolloutState = 'IN_PROGRESS'
    to.rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${to.id}`
    to.failedTasks = 0
    to.failedStarts = 0
    to.notBefore = 0
    to.stalled = false
    one.status = 'ROLLBACK_IN_PROGRESS'
    one.statusReason = reason
    one.rollback = { reason, startedAt: now(), to }
    one.updatedAt = now()
    service.given = { ...service.given, taskDefinition: to.taskDefinition.arn }
    makePrimary(service, to, now())
    say(service, `rolling back to deployment ${to.id}.`)
    return true
  }

  const roll = (service: EcsService, primary: Deployment) => {
    const view = (task: Task): RollingTask => ({
      id: task.id,
      state: task.lastStatus !== 'RUNNING' ? 'starting' : task.healthy ? 'healthy' : 'waiting',
    })
    const up = [...service.tasks].filter(isUp)
    const settings: Shape = service.given.deploymentConfiguration ?? {}
    const decision = decide({
      desired: service.desired,
      minimumHealthyPercent: Number(settings.minimumHealthyPercent ?? 100),
      maximumPercent: Number(settings.maximumPercent ?? 200),
      current: up.filter((task) => task.startedBy === primary.id).map(view),
      old: up.filter((task) => task.startedBy !== primary.id).map(view),
      mayStart: !primary.stalled && now().getTime() >= primary.notBefore,
    })
    const stopped = up.filter((task) => decision.stop.includes(task.id))
    for (const task of stopped) {
      task.halt({
        code: 'ServiceSchedulerInitiated',
        reason: `Scaling activity initiated by (deployment ${primary.id})`,
        failed: false,
      })
    }
    if (stopped.length > 0) say(service, `has stopped ${stopped.length} running tasks: ${names(stopped)}.`)
    const started = Array.from({ length: decision.start }, () => care.startTask(service, primary))
    if (started.length > 0) say(service, `has started ${started.length} tasks: ${names(started)}.`)
    const stuck = decision.deadlock && [...service.tasks].every(isUp)
    if (stuck && !service.deadlock) {
      service.deadlock = `(service ${service.name}) cannot stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`
      care.event(service, service.deadlock)
    } else if (!stuck) delete service.deadlock
  }

  const complete = (service: EcsService, primary: Deployment) => {
    const tasks = [...service.tasks]
    const done =
      tasks.length === service.desired &&
      tasks.every((task) => task.startedBy === primary.id && task.healthy && isUp(task))
    if (!done) {
      service.steady = false
      return
    }
    if (primary.rolloutState === 'IN_PROGRESS') {
      primary.rolloutState = 'COMPLETED'
      primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`
      primary.updatedAt = now()
      service.lastCompleted = primary
      say(service, `(deployment ${primary.id}) deployment completed.`)
      const one = latest(service)
      if (one && !isOver(one)) {
        if (one.breaker === 'MONITORING') one.breaker = 'MONITORING_COMPLETE'
        const back = one.rollback !== undefined
        finish(
          one,
          back ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL',
          back ? one.rollback!.reason : primary.rolloutStateReason,
          now(),
        )
      }
    }
    if (!service.steady) say(service, 'has reached a steady state.')
    service.steady = true
  }

  const reconcile = (service: EcsService) => {
    for (const task of service.tasks) judge(service, task)
    countFailures(service)
    for (const task of service.tasks) if (task.lastStatus === 'STOPPED') service.tasks.delete(task)
    const primary = primaryOf(service)
    if (!primary || service.status === 'INACTIVE') return
    roll(service, primary)
    service.deployments = service.deployments.filter((one) => one === primary || tasksOf(service, one).length > 0)
    if (service.status === 'ACTIVE') complete(service, primary)
    else if (service.tasks.size === 0) service.status = 'INACTIVE'
  }

  return {
    poke,
    pokeAfter,
    /** Starts a deployment of a task definition with the service's present settings. */
    deploy: (service: EcsService, taskDefinition: TaskDefinition): ServiceDeployment => {
      const breaker = circuitBreakerOf(service.given, service.desired)
      const one = begin(world, service, newDeployment(world, service, taskDefinition), breaker.enabled)
      poke(service)
      return one
    },
    /** Stops a service deployment: back to the last completed one, or just no further. */
    stop: (service: EcsService, one: ServiceDeployment, kind: 'ROLLBACK' | 'ABORT') => {
      const reason = 'Service deployment stopped by user.'
      fail(service, one.deployment, reason)
      if (kind === 'ABORT' || !rollBack(service, one, reason)) finish(one, 'STOPPED', reason, now())
      poke(service)
    },
    /** Resolves when the condition holds for the service, or everything stops. */
    when: (service: EcsService, holds: () => boolean, stopped: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const all = waiters.get(service) ?? new Set()
        waiters.set(service, all)
        const check = () => {
          if (!holds() && !stopped.aborted && !signal.aborted) return
          all.delete(check)
          stopped.removeEventListener('abort', check)
          signal.removeEventListener('abort', check)
          resolve()
        }
        all.add(check)
        stopped.addEventListener('abort', check)
        signal.addEventListener('abort', check)
        check()
      }),
  }
}

/** What `scheduler` gives. */
export type Scheduler = ReturnType<typeof scheduler>
