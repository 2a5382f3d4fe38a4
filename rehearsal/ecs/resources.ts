// The CloudFormation resource types of ECS.
import { camelKeys } from '../codebuild/camel-keys.ts'
import type { ResourceContext, ResourceProvider, Shape } from '../service.ts'
import type { OperationsCare } from './operations.ts'
import {
  createService,
  deleteService,
  findService,
  underWay,
  updateService,
  waitForDeployment,
  waitUntilSteady,
} from './services.ts'
import type { EcsService, ServiceDeployment } from './state.ts'
import { registerTaskDefinition, taskDefinitionOf } from './task-definitions.ts'

// Below these keys the keys are a user's own.
const userKeys = ['options', 'dockerLabels', 'driverOpts', 'labels', 'credentialSpecs']

const taskDefinitionShape = (properties: Shape, context: ResourceContext): Shape => {
  const given = camelKeys(properties, userKeys) as Shape
  const options = (container: Shape) =>
    Object.fromEntries(Object.entries(container).filter(([, value]) => value !== undefined))
  return {
    ...given,
    family: given.family ?? context.physicalName(255),
    containerDefinitions: ((given.containerDefinitions ?? []) as Shape[]).map(options),
  }
}

const serviceShape = (properties: Shape): Shape => {
  const { forceNewDeployment, serviceName: _, cluster: __, ...given } = camelKeys(properties, userKeys) as Shape
  // CloudFormation's ForceNewDeployment has a nonce; a new value of it is what forces one.
  return {
    ...given,
    ...(forceNewDeployment?.forceNewDeploymentNonce && { nonce: forceNewDeployment.forceNewDeploymentNonce }),
  }
}

const clusterProvider = (care: OperationsCare): ResourceProvider => ({
  create: async (properties, context) => {
    const clusterName = properties.ClusterName ?? context.physicalName(255)
    if (care.state.clusters.has(clusterName))
      throw new Error(`Resource of type 'AWS::ECS::Cluster' with identifier '${clusterName}' already exists.`)
    const cluster = care.createCluster({ ...(camelKeys(properties) as Shape), clusterName })
    return { physicalId: cluster.name, attributes: { Arn: cluster.arn } }
  },
  update: async (made, _, after) => {
    const cluster = care.state.clusters.get(made.physicalId)
    if (cluster) cluster.given = camelKeys(after) as Shape
    return made
  },
  remove: async (made) => {
    const active = [...care.state.services.values()].some(
      ({ clusterName, status }) => clusterName === made.physicalId && status !== 'INACTIVE',
    )
    if (active) throw new Error('The Cluster cannot be deleted while Services are active.')
    care.state.clusters.delete(made.physicalId)
  },
})

const taskDefinitionProvider = (care: OperationsCare): ResourceProvider => ({
  create: async (properties, context) => {
    const definition = registerTaskDefinition(care.world, care.state, taskDefinitionShape(properties, context))
    return { physicalId: definition.arn, attributes: { TaskDefinitionArn: definition.arn } }
  },
  remove: async (made) => {
    taskDefinitionOf(care.state, made.physicalId).status = 'INACTIVE'
  },
})

const failure = (message: string) =>
  new Error(
    `Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'." (HandlerErrorCode: NotStabilized): ${message}`,
  )

const serviceProvider = (care: OperationsCare): ResourceProvider => {
  const settle = async (service: EcsService, deployment: ServiceDeployment | undefined, signal: AbortSignal) => {
    if (!deployment) return waitUntilSteady(care, service, signal)
    const outcome = await waitForDeployment(care, service, { deployment, signal })
    if (outcome.ok) return
    const tripped = deployment.breaker === 'TRIGGERED'
    throw tripped
      ? failure(outcome.message)
      : new Error(`Resource handler returned message: "${outcome.message}" (HandlerErrorCode: NotStabilized)`)
  }
  const attributes = (service: EcsService) => ({ Name: service.name, ServiceArn: service.arn })
  return {
    create: async (properties, context) => {
      const serviceName = properties.ServiceName ?? context.physicalName(255)
      const service = createService(care, { ...serviceShape(properties), serviceName, cluster: properties.Cluster })
      try {
        await settle(service, underWay(service), context.signal)
      } catch (error) {
        // CloudFormation then deletes what could not be created.
        if (service.status === 'ACTIVE') deleteService(care, service, true)
        await care.scheduler.when(service, () => service.status === 'INACTIVE', care.world.signal)
        throw error
      }
      return { physicalId: service.arn, attributes: attributes(service) }
    },
    update: async (made, _, after, context) => {
      const service = findService(care.state, undefined, made.physicalId)!
      await settle(service, updateService(care, service, serviceShape(after)), context.signal)
      return { physicalId: made.physicalId, attributes: attributes(service) }
    },
    remove: async (made, _, context) => {
      const service = findService(care.state, undefined, made.physicalId)
      if (!service) return
      if (service.status === 'ACTIVE') deleteService(care, service, true)
      await care.scheduler.when(service, () => service.status === 'INACTIVE', context.signal)
    },
  }
}

/** The resource providers of ECS. */
export const ecsResources = (care: OperationsCare): Record<string, ResourceProvider> => ({
  'AWS::ECS::Cluster': clusterProvider(care),
  'AWS::ECS::TaskDefinition': taskDefinitionProvider(care),
  'AWS::ECS::Service': serviceProvider(care),
})
