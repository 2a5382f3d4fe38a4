import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  type ContainerDefinition,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  type ECSClientConfig,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import type { ServiceState, Services, StoppedTask } from './cloud.ts'
import { asking, isMissing } from './faults.ts'
import { sayingUnreachable } from './reachable.ts'

const rolloutsOf = async (client: ECSClient, cluster: string, service: string): Promise<ServiceState['rollouts']> => {
  const { serviceDeployments: brief = [] } = await client.send(new ListServiceDeploymentsCommand({ cluster, service }))
  const serviceDeploymentArns = brief.flatMap((each) => each.serviceDeploymentArn ?? []).slice(0, 10)
  if (serviceDeploymentArns.length === 0) return []
  const { serviceDeployments = [] } = await client.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }),
  )
  return serviceDeployments
    .map((each) => {
      const reason = each.rollback?.reason ?? each.statusReason
      return {
        id: lastOf(each.serviceDeploymentArn ?? ''),
        at: each.createdAt ?? new Date(0),
        status: each.status ?? 'PENDING',
        ...(reason && { reason }),
        ...(each.targetServiceRevision?.arn && { targetRevision: lastOf(each.targetServiceRevision.arn) }),
      }
    })
    .sort((one, other) => other.at.getTime() - one.at.getTime())
}

const observe = async (client: ECSClient, cluster: string, service: string): Promise<ServiceState | undefined> => {
  const found = (await client.send(new DescribeServicesCommand({ cluster, services: [service] }))).services?.[0]
  if (!found || found.status === 'INACTIVE') return undefined
  return {
    service,
    desired: found.desiredCount ?? 0,
    running: found.runningCount ?? 0,
    events: (found.events ?? []).map((event) => ({
      id: event.id ?? '',
      at: event.createdAt ?? new Date(0),
      says: event.message ?? '',
    })),
    rollouts: await rolloutsOf(client, cluster, service),
  }
}

const lastOf = (arn: string): string => arn.split('/').at(-1) ?? arn

// awslogs names a stream prefix/container/task. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
const streamOf = (container: ContainerDefinition, task: string) => {
  const options = container.logConfiguration?.options
  return options?.['awslogs-group']
    ? {
        logGroupName: options['awslogs-group'],
        logStreamName: `${options['awslogs-stream-prefix']}/${container.name}/${task}`,
      }
    : undefined
}

const tailOf = async (logs: CloudWatchLogsClient, at: ReturnType<typeof streamOf>): Promise<readonly string[]> => {
  if (!at) return []
  try {
    const page = await logs.send(new GetLogEventsCommand({ ...at, limit: 20, startFromHead: false }))
    return (page.events ?? []).map((event) => event.message ?? '')
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const stoppedOf = (task: Task, lastLines: readonly string[]): StoppedTask => ({
  task: lastOf(task.taskArn ?? ''),
  ...(task.startedBy && { deployment: task.startedBy }),
  ...(task.stoppedAt && { stoppedAt: task.stoppedAt }),
  reason: task.stoppedReason ?? 'no reason given',
  containers: (task.containers ?? []).map((container) => ({
    name: container.name ?? '',
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.reason && { reason: container.reason }),
  })),
  lastLines,
})

/** ECS through the SDK, with the log lines of tasks that stopped. */
export const servicesOf = (config: ECSClientConfig): Services => {
  const client = sayingUnreachable(new ECSClient(config), config.endpoint)
  const logs = sayingUnreachable(new CloudWatchLogsClient(config), config.endpoint)
  const linesOf = async (task: Task) => {
    const found = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: task.taskDefinitionArn }))
    const essential = found.taskDefinition?.containerDefinitions?.find((container) => container.essential !== false)
    return essential ? tailOf(logs, streamOf(essential, lastOf(task.taskArn ?? ''))) : []
  }
  return {
    observe: (cluster, service) => asking(`ecs:DescribeServices ${service}`, () => observe(client, cluster, service)),
    stopped: (cluster, service) =>
      asking(`ecs:DescribeTasks ${service}`, async () => {
        const { taskArns: tasks = [] } = await client.send(
          new ListTasksCommand({ cluster, serviceName: service, desiredStatus: 'STOPPED' }),
        )
        if (tasks.length === 0) return []
        const found = await client.send(new DescribeTasksCommand({ cluster, tasks }))
        return Promise.all((found.tasks ?? []).map(async (task) => stoppedOf(task, await linesOf(task))))
      }),
  }
}
