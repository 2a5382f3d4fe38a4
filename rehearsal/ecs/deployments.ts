// Deployments of a service and what becomes of them.
import type { World } from '../world.ts'
import type { Deployment, EcsService, ServiceDeployment, ServiceDeploymentStatus, TaskDefinition } from './state.ts'

/** A service deployment that ended, as the one who waits for it wants to know it. */
export interface Outcome {
  readonly ok: boolean
  readonly message: string
}

const digits = (id: string) => (BigInt(`0x${id.replaceAll('-', '')}`) % 10n ** 19n).toString().padStart(19, '0')

const ended = new Set<ServiceDeploymentStatus>(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'])

/** Whether nothing more will happen to a service deployment. */
export const isOver = (one: ServiceDeployment): boolean => ended.has(one.status)

/** The newest service deployment of a service. */
export const latest = (service: EcsService): ServiceDeployment | undefined => service.history.at(-1)

/** A new deployment with the service's present settings. */
export const newDeployment = (world: World, service: EcsService, taskDefinition: TaskDefinition): Deployment => {
  const now = world.clock.now()
  const id = `ecs-svc/${digits(world.id())}`
  const base = service.arn.replace(':service/', ':service-revision/')
  return {
    id,
    taskDefinition,
    revisionArn: `${base}/${id.slice(8)}`,
    createdAt: now,
    updatedAt: now,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    stalled: false,
    failedStarts: 0,
    notBefore: 0,
  }
}

/** Makes a deployment the primary one; the others only lose tasks from now on. */
export const makePrimary = (service: EcsService, deployment: Deployment, now: Date): void => {
  for (const other of service.deployments) {
    if (other !== deployment && other.status === 'PRIMARY') other.status = 'ACTIVE'
  }
  deployment.status = 'PRIMARY'
  deployment.updatedAt = now
  service.deployments = [deployment, ...service.deployments.filter((other) => other !== deployment)]
  service.steady = false
  delete service.deadlock
}

/** Ends a service deployment. */
export const finish = (one: ServiceDeployment, status: ServiceDeploymentStatus, reason: string, now: Date): void => {
  one.status = status
  one.statusReason = reason
  one.updatedAt = now
  if (status === 'STOPPED') one.stoppedAt = now
  one.finishedAt = now
}

/** Begins a service deployment; one that is still under way is stopped by it. */
export const begin = (
  world: World,
  service: EcsService,
  deployment: Deployment,
  breaker: boolean,
): ServiceDeployment => {
  const now = world.clock.now()
  const before = latest(service)
  if (before && !isOver(before)) finish(before, 'STOPPED', 'A new service deployment has been started.', now)
  const source = service.deployments.find((other) => other.status === 'PRIMARY')
  const one: ServiceDeployment = {
    arn: `${service.arn.replace(':service/', ':service-deployment/')}/${deployment.id.slice(8)}`,
    deployment,
    ...(source && { source }),
    createdAt: now,
    updatedAt: now,
    status: 'IN_PROGRESS',
    breaker: breaker ? 'MONITORING' : 'DISABLED',
  }
  service.history.push(one)
  makePrimary(service, deployment, now)
  return one
}

/** How a service deployment ended, in words. A rollback that succeeded is a failed deployment. */
export const outcomeOf = (service: EcsService, one: ServiceDeployment): Outcome => {
  if (one.status === 'SUCCESSFUL') return { ok: true, message: `(deployment ${one.deployment.id}) completed` }
  const why = [one.statusReason, one.lastFailure && `Last failed task: ${one.lastFailure}`].filter(Boolean).join(' ')
  if (!isOver(one) && service.deadlock) return { ok: false, message: service.deadlock }
  const back = one.rollback && `; ${service.name} is back on ${one.rollback.to.taskDefinition.arn.split('/').pop()}`
  return { ok: false, message: `${why}${one.status === 'ROLLBACK_SUCCESSFUL' ? back : ''}` }
}
