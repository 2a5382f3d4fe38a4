// What the API says about clusters, services, tasks and deployments. Times are epoch seconds, as awsJson has them.
import type { Shape } from '../service.ts'
import { circuitBreakerOf } from './circuit-breaker.ts'
import {
  type Cluster,
  type Deployment,
  type EcsService,
  type EcsState,
  isUp,
  type ServiceDeployment,
  type Task,
  type TaskDefinition,
} from './state.ts'

const seconds = (date: Date | undefined) => date && date.getTime() / 1_000

const isPending = (task: Task) => isUp(task) && task.lastStatus !== 'RUNNING'
const isRunning = (task: Task) => task.lastStatus === 'RUNNING'

/** A task definition as API_TaskDefinition. */
export const describeTaskDefinition = (definition: TaskDefinition): Shape => {
  const { tags: _, ...given } = definition.given
  return {
    ...given,
    containerDefinitions: (given.containerDefinitions as Shape[]).map((container) => ({
      cpu: 0,
      environment: [],
      essential: true,
      mountPoints: [],
      portMappings: [],
      volumesFrom: [],
      ...container,
    })),
    taskDefinitionArn: definition.arn,
    family: definition.family,
    revision: definition.revision,
    status: definition.status,
    volumes: given.volumes ?? [],
    placementConstraints: given.placementConstraints ?? [],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: seconds(definition.registeredAt),
  }
}

/** A cluster as API_Cluster. */
export const describeCluster = (state: EcsState, cluster: Cluster): Shape => {
  const services = [...state.services.values()].filter(
    ({ clusterArn, status }) => clusterArn === cluster.arn && status !== 'INACTIVE',
  )
  const tasks = [...state.tasks.values()].filter(({ clusterArn }) => clusterArn === cluster.arn)
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(isRunning).length,
    pendingTasksCount: tasks.filter(isPending).length,
    activeServicesCount: services.length,
    statistics: [],
    tags: cluster.given.tags ?? [],
    settings: cluster.given.settings ?? [],
    capacityProviders: cluster.given.capacityProviders ?? [],
    defaultCapacityProviderStrategy: cluster.given.defaultCapacityProviderStrategy ?? [],
  }
}

const describeDeployment = (service: EcsService, deployment: Deployment): Shape => {
  const tasks = [...service.tasks].filter((task) => task.startedBy === deployment.id)
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition.arn,
    desiredCount: deployment.status === 'PRIMARY' ? service.desired : 0,
    pendingCount: tasks.filter(isPending).length,
    runningCount: tasks.filter(isRunning).length,
    failedTasks: deployment.failedTasks,
    createdAt: seconds(deployment.createdAt),
    updatedAt: seconds(deployment.updatedAt),
    launchType: service.given.launchType ?? 'FARGATE',
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    ...(service.given.networkConfiguration && { networkConfiguration: service.given.networkConfiguration }),
  }
}

/** A service as API_Service. */
export const describeService = (service: EcsService): Shape => ({
  serviceArn: service.arn,
  serviceName: service.name,
  clusterArn: service.clusterArn,
  status: service.status,
  desiredCount: service.desired,
  runningCount: [...service.tasks].filter(isRunning).length,
  pendingCount: [...service.tasks].filter(isPending).length,
  taskDefinition: service.given.taskDefinition,
  launchType: service.given.launchType ?? 'FARGATE',
  platformVersion: service.given.platformVersion ?? 'LATEST',
  platformFamily: 'Linux',
  loadBalancers: service.given.loadBalancers ?? [],
  serviceRegistries: service.given.serviceRegistries ?? [],
  deploymentConfiguration: {
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING',
    ...service.given.deploymentConfiguration,
  },
  deploymentController: service.given.deploymentController ?? { type: 'ECS' },
  deployments: service.deployments.map((deployment) => describeDeployment(service, deployment)),
  events: service.events
    .slice(-100)
    .reverse()
    .map((event) => ({ ...event, createdAt: seconds(event.createdAt) })),
  healthCheckGracePeriodSeconds: Number(service.given.healthCheckGracePeriodSeconds ?? 0),
  schedulingStrategy: service.given.schedulingStrategy ?? 'REPLICA',
  enableExecuteCommand: service.given.enableExecuteCommand ?? false,
  propagateTags: service.given.propagateTags ?? 'NONE',
  networkConfiguration: service.given.networkConfiguration,
  createdAt: seconds(service.createdAt),
  placementConstraints: [],
  placementStrategy: [],
  tags: service.given.tags ?? [],
})

const taskHealthStatus = (task: Task): string => {
  const states = task.containers.filter(({ essential }) => essential).map(({ healthStatus }) => healthStatus)
  if (states.includes('UNHEALTHY')) return 'UNHEALTHY'
  return states.length > 0 && states.every((one) => one === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN'
}

/** A task as API_Task. */
export const describeTask = (task: Task): Shape => ({
  taskArn: task.arn,
  clusterArn: task.clusterArn,
  taskDefinitionArn: task.taskDefinition.arn,
  group: task.group,
  startedBy: task.startedBy,
  overrides: task.overrides,
  lastStatus: task.lastStatus,
  desiredStatus: task.desiredStatus,
  healthStatus: taskHealthStatus(task),
  connectivity: 'CONNECTED',
  launchType: 'FARGATE',
  cpu: task.taskDefinition.given.cpu,
  memory: task.taskDefinition.given.memory,
  createdAt: seconds(task.createdAt),
  startedAt: seconds(task.startedAt),
  stoppingAt: seconds(task.stoppingAt),
  stoppedAt: seconds(task.stoppedAt),
  ...(task.stop && { stopCode: task.stop.code, stoppedReason: task.stop.reason }),
  attachments: [],
  containers: task.containers.map((container) => ({
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    imageDigest: container.imageDigest,
    lastStatus: container.lastStatus,
    healthStatus: container.healthStatus,
    exitCode: container.exitCode,
    reason: container.reason,
    runtimeId: container.pid === undefined ? undefined : String(container.pid),
    networkBindings:
      container.port === undefined ? [] : [{ bindIP: '127.0.0.1', hostPort: container.port, protocol: 'tcp' }],
    networkInterfaces: [],
  })),
})

/** A revision as API_ServiceRevisionSummary. */
const describeRevision = (service: EcsService, deployment: Deployment): Shape => {
  const tasks = [...service.tasks].filter((task) => task.startedBy === deployment.id)
  return {
    arn: deployment.revisionArn,
    requestedTaskCount: deployment.status === 'PRIMARY' ? service.desired : 0,
    runningTaskCount: tasks.filter(isRunning).length,
    pendingTaskCount: tasks.filter(isPending).length,
  }
}

/** A service deployment as API_ServiceDeployment. */
export const describeServiceDeployment = (service: EcsService, one: ServiceDeployment): Shape => ({
  serviceDeploymentArn: one.arn,
  serviceArn: service.arn,
  clusterArn: service.clusterArn,
  createdAt: seconds(one.createdAt),
  startedAt: seconds(one.createdAt),
  updatedAt: seconds(one.updatedAt),
  finishedAt: seconds(one.finishedAt),
  stoppedAt: seconds(one.stoppedAt),
  status: one.status,
  statusReason: one.statusReason,
  sourceServiceRevisions: one.source ? [describeRevision(service, one.source)] : [],
  targetServiceRevision: describeRevision(service, one.deployment),
  deploymentConfiguration: service.given.deploymentConfiguration ?? {},
  ...(one.rollback && {
    rollback: {
      reason: one.rollback.reason,
      startedAt: seconds(one.rollback.startedAt),
      serviceRevisionArn: one.rollback.to.revisionArn,
    },
  }),
  deploymentCircuitBreaker: {
    status: one.breaker,
    failureCount: one.deployment.failedTasks,
    threshold: circuitBreakerOf(service.given, service.desired).threshold,
  },
})

/** A service revision as API_ServiceRevision. */
export const describeServiceRevision = (service: EcsService, deployment: Deployment): Shape => ({
  serviceRevisionArn: deployment.revisionArn,
  serviceArn: service.arn,
  clusterArn: service.clusterArn,
  taskDefinition: deployment.taskDefinition.arn,
  launchType: service.given.launchType ?? 'FARGATE',
  loadBalancers: service.given.loadBalancers ?? [],
  networkConfiguration: service.given.networkConfiguration,
  containerImages: ((deployment.taskDefinition.given.containerDefinitions ?? []) as Shape[]).map(({ name, image }) => ({
    containerName: name,
    image,
  })),
  createdAt: seconds(deployment.createdAt),
})
