import type { Shape } from '../service.ts'
import type { Targets } from './ports.ts'
import type { EcsService, Task } from './state.ts'

/** What the scheduler thinks of a running task. */
export type Opinion =
  | { readonly is: 'healthy' | 'waiting' }
  | { readonly is: 'unhealthy'; readonly reason: string; readonly event: string }

/** A service without any check takes a task for healthy when it has been RUNNING for this long. */
export const settlingTime = 40_000

const checked = (task: Task): boolean =>
  ((task.taskDefinition.given.containerDefinitions ?? []) as Shape[]).some((definition) => definition.healthCheck)

/** Health of a running task: its targets and its containers' own checks, or else that it keeps running. */
export const taskHealth = (task: Task, targets: Targets, settled: boolean): Opinion => {
  for (const { targetGroupArn, target } of task.targets) {
    const health = targets.health(targetGroupArn, target)
    if (health.state === 'unhealthy') {
      const group = `(target-group ${targetGroupArn})`
      return {
        is: 'unhealthy',
        reason: `Task failed ELB health checks in ${group}`,
        event: `(port ${target.port}) is unhealthy in ${group} due to (reason ${health.description ?? health.reason ?? 'Health checks failed'}).`,
      }
    }
    if (health.state !== 'healthy' && health.state !== 'unavailable') return { is: 'waiting' }
  }
  const withCheck = task.containers.filter((container) =>
    ((task.taskDefinition.given.containerDefinitions ?? []) as Shape[]).some(
      ({ name, healthCheck }) => name === container.name && healthCheck,
    ),
  )
  const bad = withCheck.find(({ essential, healthStatus }) => essential && healthStatus === 'UNHEALTHY')
  if (bad) {
    return {
      is: 'unhealthy',
      reason: 'Task failed container health checks',
      event: `(task ${task.id}) failed container health checks.`,
    }
  }
  if (withCheck.some(({ healthStatus, essential }) => essential && healthStatus !== 'HEALTHY')) return { is: 'waiting' }
  return task.targets.length === 0 && !checked(task) && !settled ? { is: 'waiting' } : { is: 'healthy' }
}

/** Whether a task is still in the time in which its service forgives failing checks. */
export const inGracePeriod = (
  service: EcsService,
  task: Task,
  { now, speed }: { readonly now: Date; readonly speed: number },
): boolean => {
  const grace = (Number(service.given.healthCheckGracePeriodSeconds ?? 0) * 1_000) / speed
  return task.startedAt !== undefined && now.getTime() < task.startedAt.getTime() + grace
}
