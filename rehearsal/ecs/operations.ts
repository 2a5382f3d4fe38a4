import { awsError, type Operation, type Shape } from '../service.ts'
import { isOver, latest } from './deployments.ts'
import {
  describeCluster,
  describeService,
  describeServiceDeployment,
  describeServiceRevision,
  describeTask,
  describeTaskDefinition,
} from './describe.ts'
import {
  clusterOf,
  createService,
  deleteService,
  findService,
  type ServiceCare,
  serviceOf,
  updateService,
} from './services.ts'
import type { Cluster, Deployment, EcsService, ServiceDeployment, Task, TaskDefinition } from './state.ts'
import { registerTaskDefinition, taskDefinitionOf } from './task-definitions.ts'

/** What the operations need besides services. */
export interface OperationsCare extends ServiceCare {
  readonly createCluster: (given: Shape) => Cluster
  readonly runTask: (definition: TaskDefinition, given: Shape) => Task
}

const missing = (arn: string) => ({ arn, reason: 'MISSING' })

const page = (all: readonly string[], input: Shape, size = 100) => {
  const start = Number(input.nextToken ?? 0)
  const end = start + Math.min(Number(input.maxResults ?? size), size)
  return { items: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) }
}

const clusterOperations = (care: OperationsCare): Record<string, Operation> => ({
  CreateCluster: (input) => ({ cluster: describeCluster(care.state, care.createCluster(input)) }),
  DescribeClusters: (input) => {
    const wanted: string[] = input.clusters ?? ['default']
    const named = wanted.map((reference) => ({
      reference,
      cluster: care.state.clusters.get(reference.replace(/^.*:cluster\//, '')),
    }))
    return {
      clusters: named.flatMap(({ cluster }) => (cluster ? [describeCluster(care.state, cluster)] : [])),
      failures: named.filter(({ cluster }) => !cluster).map(({ reference }) => missing(reference)),
    }
  },
  ListClusters: (input) => {
    const { items, ...rest } = page(
      [...care.state.clusters.values()].map(({ arn }) => arn),
      input,
    )
    return { clusterArns: items, ...rest }
  },
  DeleteCluster: (input) => {
    const cluster = clusterOf(care.state, input.cluster)
    const active = [...care.state.services.values()].some(
      (one) => one.clusterArn === cluster.arn && one.status !== 'INACTIVE',
    )
    if (active)
      throw awsError('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.')
    cluster.status = 'INACTIVE'
    care.state.clusters.delete(cluster.name)
    return { cluster: describeCluster(care.state, cluster) }
  },
})

const definitionOperations = (care: OperationsCare): Record<string, Operation> => ({
  RegisterTaskDefinition: (input) => ({
    taskDefinition: describeTaskDefinition(registerTaskDefinition(care.world, care.state, input)),
    tags: input.tags ?? [],
  }),
  DescribeTaskDefinition: (input) => {
    const definition = taskDefinitionOf(care.state, input.taskDefinition)
    return { taskDefinition: describeTaskDefinition(definition), tags: definition.given.tags ?? [] }
  },
  DeregisterTaskDefinition: (input) => {
    const definition = taskDefinitionOf(care.state, input.taskDefinition)
    definition.status = 'INACTIVE'
    return { taskDefinition: describeTaskDefinition(definition) }
  },
  ListTaskDefinitions: (input) => {
    const all = [...care.state.taskDefinitions.values()]
      .flat()
      .filter((one) => !input.familyPrefix || one.family === input.familyPrefix)
      .filter((one) => one.status === (input.status ?? 'ACTIVE'))
    if (input.sort === 'DESC') all.reverse()
    const { items, ...rest } = page(
      all.map(({ arn }) => arn),
      input,
    )
    return { taskDefinitionArns: items, ...rest }
  },
  ListTaskDefinitionFamilies: (input) => ({
    families: [...care.state.taskDefinitions.keys()].filter((family) => family.startsWith(input.familyPrefix ?? '')),
  }),
})

const serviceOperations = (care: OperationsCare): Record<string, Operation> => ({
  CreateService: (input) => ({ service: describeService(createService(care, input)) }),
  UpdateService: (input) => {
    const { cluster, service: reference, ...given } = input
    const service = serviceOf(care.state, cluster, reference)
    updateService(care, service, given)
    return { service: describeService(service) }
  },
  DeleteService: (input) => {
    const service = serviceOf(care.state, input.cluster, input.service)
    deleteService(care, service, input.force === true)
    return { service: describeService(service) }
  },
  DescribeServices: (input) => {
    clusterOf(care.state, input.cluster)
    const wanted: string[] = input.services ?? []
    const named = wanted.map((reference) => ({ reference, service: findService(care.state, input.cluster, reference) }))
    return {
      services: named.flatMap(({ service }) => (service ? [describeService(service)] : [])),
      failures: named.filter(({ service }) => !service).map(({ reference }) => missing(reference)),
    }
  },
  ListServices: (input) => {
    const { arn } = clusterOf(care.state, input.cluster)
    const all = [...care.state.services.values()].filter((one) => one.clusterArn === arn && one.status === 'ACTIVE')
    const { items, ...rest } = page(
      all.map((one) => one.arn),
      input,
    )
    return { serviceArns: items, ...rest }
  },
})

const taskOperations = (care: OperationsCare): Record<string, Operation> => {
  const taskOf = (cluster: unknown, reference: string): Task | undefined => {
    const { arn } = clusterOf(care.state, cluster)
    return [...care.state.tasks.values()].find(
      (task) => task.clusterArn === arn && (task.arn === reference || task.id === reference),
    )
  }
  return {
    ListTasks: (input) => {
      const { arn } = clusterOf(care.state, input.cluster)
      const desired = input.desiredStatus ?? 'RUNNING'
      const group = input.serviceName && `service:${String(input.serviceName).split('/').pop()}`
      const all = [...care.state.tasks.values()]
        .filter((task) => task.clusterArn === arn && task.desiredStatus === desired)
        .filter((task) => !group || task.group === group)
        .filter((task) => !input.family || task.taskDefinition.family === input.family)
        .filter((task) => !input.startedBy || task.startedBy === input.startedBy)
      const { items, ...rest } = page(
        all.map((task) => task.arn),
        input,
      )
      return { taskArns: items, ...rest }
    },
    DescribeTasks: (input) => {
      const wanted: string[] = input.tasks ?? []
      const named = wanted.map((reference) => ({ reference, task: taskOf(input.cluster, reference) }))
      return {
        tasks: named.flatMap(({ task }) => (task ? [describeTask(task)] : [])),
        failures: named.filter(({ task }) => !task).map(({ reference }) => missing(reference)),
      }
    },
    RunTask: (input) => {
      const definition = taskDefinitionOf(care.state, input.taskDefinition)
      clusterOf(care.state, input.cluster)
      const known = (definition.given.containerDefinitions as Shape[]).map(({ name }) => name)
      for (const { name } of (input.overrides?.containerOverrides ?? []) as Shape[]) {
        if (!known.includes(name)) {
          throw awsError(
            'InvalidParameterException',
            `Override for container named ${name} is not a container in the TaskDefinition.`,
          )
        }
      }
      const tasks = Array.from({ length: Number(input.count ?? 1) }, () => care.runTask(definition, input))
      return { tasks: tasks.map(describeTask), failures: [] }
    },
    StopTask: (input) => {
      const task = taskOf(input.cluster, input.task)
      if (!task) throw awsError('InvalidParameterException', 'The referenced task was not found.')
      task.halt({ code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user', failed: false })
      return { task: describeTask(task) }
    },
  }
}

const deploymentOperations = (care: OperationsCare): Record<string, Operation> => {
  const all = (): { service: EcsService; one: ServiceDeployment }[] =>
    [...care.state.services.values()].flatMap((service) => service.history.map((one) => ({ service, one })))
  const deploymentsOf = (service: EcsService): Deployment[] => [
    ...new Set([...service.deployments, ...service.history.map((one) => one.deployment)]),
  ]
  return {
    ListServiceDeployments: (input) => {
      const service = serviceOf(care.state, input.cluster, input.service)
      const wanted = service.history.filter((one) => !input.status?.length || input.status.includes(one.status))
      return {
        serviceDeployments: wanted.toReversed().map((one) => {
          const {
            serviceDeploymentArn,
            serviceArn,
            clusterArn,
            startedAt,
            createdAt,
            finishedAt,
            status,
            statusReason,
          } = describeServiceDeployment(service, one)
          const targetServiceRevisionArn = one.deployment.revisionArn
          return {
            serviceDeploymentArn,
            serviceArn,
            clusterArn,
            startedAt,
            createdAt,
            finishedAt,
            status,
            statusReason,
            targetServiceRevisionArn,
          }
        }),
      }
    },
    DescribeServiceDeployments: (input) => {
      const wanted: string[] = input.serviceDeploymentArns ?? []
      const found = all().filter(({ one }) => wanted.includes(one.arn))
      return {
        serviceDeployments: found.map(({ service, one }) => describeServiceDeployment(service, one)),
        failures: wanted.filter((arn) => !found.some(({ one }) => one.arn === arn)).map(missing),
      }
    },
    DescribeServiceRevisions: (input) => {
      const wanted: string[] = input.serviceRevisionArns ?? []
      const found = [...care.state.services.values()].flatMap((service) =>
        deploymentsOf(service)
          .filter(({ revisionArn }) => wanted.includes(revisionArn))
          .map((deployment) => describeServiceRevision(service, deployment)),
      )
      const arns = found.map((one) => one.serviceRevisionArn)
      return { serviceRevisions: found, failures: wanted.filter((arn) => !arns.includes(arn)).map(missing) }
    },
    StopServiceDeployment: (input) => {
      const found = all().find(({ one }) => one.arn === input.serviceDeploymentArn)
      if (!found) throw awsError('ServiceDeploymentNotFoundException', 'The service deployment was not found.')
      if (isOver(found.one) || latest(found.service) !== found.one || found.one.rollback) {
        throw awsError(
          'ConflictException',
          `The service deployment is in the status ${found.one.status} and cannot be stopped.`,
        )
      }
      care.scheduler.stop(found.service, found.one, input.stopType ?? 'ROLLBACK')
      return { serviceDeploymentArn: found.one.arn }
    },
  }
}

/** The operations of ECS. */
export const ecsOperations = (care: OperationsCare): Record<string, Operation> => ({
  ...clusterOperations(care),
  ...definitionOperations(care),
  ...serviceOperations(care),
  ...taskOperations(care),
  ...deploymentOperations(care),
  ListTagsForResource: () => ({ tags: [] }),
  TagResource: () => ({}),
  UntagResource: () => ({}),
})
