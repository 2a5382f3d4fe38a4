// Creating, changing and deleting services: what the API, CloudFormation and the pipeline's ECS action all do.
import { awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { isOver, latest, type Outcome, outcomeOf } from './deployments.ts'
import type { EcsPorts } from './ports.ts'
import type { Scheduler } from './scheduler.ts'
import type { Cluster, EcsService, EcsState, ServiceDeployment } from './state.ts'
import { taskDefinitionOf } from './task-definitions.ts'

/** What working with services needs. */
export interface ServiceCare {
  readonly world: World
  readonly state: EcsState
  readonly ports: EcsPorts
  readonly scheduler: Scheduler
}

/** The settings whose change makes no new deployment (API_UpdateService). */
const quiet = new Set([
  'desiredCount',
  'deploymentConfiguration',
  'healthCheckGracePeriodSeconds',
  'tags',
  'forceNewDeployment',
  'propagateTags',
  'enableECSManagedTags',
])

const clusterName = (reference: unknown) => String(reference ?? 'default').replace(/^.*:cluster\//, '')

/** Finds a cluster by name or ARN. */
export const clusterOf = (state: EcsState, reference: unknown): Cluster => {
  const cluster = state.clusters.get(clusterName(reference))
  if (cluster?.status !== 'ACTIVE') throw awsError('ClusterNotFoundException', 'Cluster not found.')
  return cluster
}

/** Finds a service by cluster and name, or by ARN. */
export const findService = (state: EcsState, cluster: unknown, reference: unknown): EcsService | undefined => {
  const text = String(reference)
  const key = text.includes(':service/') ? text.replace(/^.*:service\//, '') : `${clusterName(cluster)}/${text}`
  return state.services.get(key)
}

/** Finds an active service or refuses as ECS does. */
export const serviceOf = (state: EcsState, cluster: unknown, reference: unknown): EcsService => {
  const service = findService(state, cluster, reference)
  if (!service) throw awsError('ServiceNotFoundException', 'Service not found.')
  if (service.status !== 'ACTIVE') throw awsError('ServiceNotActiveException', 'Service was not ACTIVE.')
  return service
}

const checkSettings = (care: ServiceCare, given: Shape) => {
  const definition = taskDefinitionOf(care.state, given.taskDefinition)
  const { minimumHealthyPercent: minimum = 100, maximumPercent: maximum = 200 } = given.deploymentConfiguration ?? {}
  if (Number(maximum) < Number(minimum)) {
    throw awsError('InvalidParameterException', 'maximumPercent cannot be less than minimumHealthyPercent')
  }
  for (const { targetGroupArn, containerName, containerPort } of (given.loadBalancers ?? []) as Shape[]) {
    const container = (definition.given.containerDefinitions as Shape[]).find(({ name }) => name === containerName)
    if (!container) {
      throw awsError(
        'InvalidParameterException',
        `The container ${containerName} does not exist in the task definition.`,
      )
    }
    const mapped = ((container.portMappings ?? []) as Shape[]).some(
      (one) => Number(one.containerPort) === Number(containerPort),
    )
    if (!mapped) {
      throw awsError(
        'InvalidParameterException',
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      )
    }
    const attached = care.ports.targets.attached(String(targetGroupArn))
    if (attached === 'missing') {
      throw awsError(
        'InvalidParameterException',
        `Unable to assume role and validate the specified targetGroupArn: ${targetGroupArn} (target group not found)`,
      )
    }
    if (attached === 'unattached') {
      throw awsError(
        'InvalidParameterException',
        `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
      )
    }
  }
  return definition
}

/** Creates a service and starts its first deployment. */
export const createService = (care: ServiceCare, given: Shape): EcsService => {
  const { world, state } = care
  const cluster = clusterOf(state, given.cluster)
  const key = `${cluster.name}/${given.serviceName}`
  const there = state.services.get(key)
  if (there && there.status !== 'INACTIVE') {
    throw awsError(
      'InvalidParameterException',
      there.status === 'DRAINING'
        ? 'Unable to Start a service that is still Draining.'
        : 'Creation of service was not idempotent.',
    )
  }
  const definition = checkSettings(care, given)
  const service: EcsService = {
    arn: `arn:aws:ecs:${world.region}:${world.account}:service/${key}`,
    name: given.serviceName,
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    createdAt: world.clock.now(),
    given: { ...given, taskDefinition: definition.arn },
    status: 'ACTIVE',
    desired: Number(given.desiredCount ?? 1),
    deployments: [],
    history: [],
    tasks: new Set(),
    events: [],
    steady: false,
  }
  state.services.set(key, service)
  care.scheduler.deploy(service, definition)
  return service
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Changes a service. Gives the service deployment that this started, if it needed one. */
export const updateService = (care: ServiceCare, service: EcsService, given: Shape): ServiceDeployment | undefined => {
  const after: Shape = { ...service.given, ...given }
  const definition = checkSettings(care, after)
  after.taskDefinition = definition.arn
  const differs = Object.keys(after).some((key) => !quiet.has(key) && !same(after[key], service.given[key]))
  const forced = String(given.forceNewDeployment ?? false) === 'true'
  service.given = after
  if (given.desiredCount !== undefined) service.desired = Number(given.desiredCount)
  if (differs || forced) return care.scheduler.deploy(service, definition)
  delete service.deadlock
  care.scheduler.poke(service)
  return undefined
}

/** Deletes a service: it drains, and is INACTIVE when its last task has stopped. */
export const deleteService = (care: ServiceCare, service: EcsService, force: boolean): void => {
  if (service.desired > 0 && !force) {
    throw awsError('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.')
  }
  service.desired = 0
  service.status = 'DRAINING'
  care.scheduler.poke(service)
}

/** Waits for the end of a service deployment, or for the settings to turn out to be a dead end. */
export const waitForDeployment = async (
  care: ServiceCare,
  service: EcsService,
  given: { readonly deployment: ServiceDeployment; readonly signal: AbortSignal },
): Promise<Outcome> => {
  const { deployment, signal } = given
  await care.scheduler.when(service, () => isOver(deployment) || service.deadlock !== undefined, signal)
  if (!isOver(deployment) && !service.deadlock) return { ok: false, message: `waiting for ${service.name} was stopped` }
  return outcomeOf(service, deployment)
}

/** Waits until a service without a running deployment is at its desired count. */
export const waitUntilSteady = (care: ServiceCare, service: EcsService, signal: AbortSignal): Promise<void> =>
  care.scheduler.when(
    service,
    () => service.steady || service.deadlock !== undefined || service.deployments[0]?.stalled === true,
    signal,
  )

/** The service deployment under way, if there is one. */
export const underWay = (service: EcsService): ServiceDeployment | undefined => {
  const one = latest(service)
  return one && !isOver(one) ? one : undefined
}
