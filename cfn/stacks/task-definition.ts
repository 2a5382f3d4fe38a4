import { factsOf, type Service } from '#model'
import type { Value } from '#model/value.ts'
import { type Condition, iff } from '../template/condition.ts'
import { pseudo } from '../template/intrinsics.ts'
import { type Resource, resource } from '../template/resource.ts'
import { factValueOf, partedFacts, secretOf } from './facts.ts'
import type { Layers } from './layers.ts'
import { secretValueFrom } from './secret-reference.ts'
import type { TaskRoles } from './task-roles.ts'

// Stands where no image was deployed yet; no task of it ever starts.
const placeholder = 'public.ecr.aws/docker/library/busybox:stable'

/** The daemon that passes traces on to X-Ray, pinned: a task that starts tomorrow has what today's has. */
const xrayDaemon = 'public.ecr.aws/xray/aws-xray-daemon:3.3.15'

interface Given {
  readonly family: string
  readonly image: { readonly uri: Value<'text'>; readonly exists: Condition }
  readonly logs: Resource<'AWS::Logs::LogGroup'>
  readonly roles: TaskRoles
  /** Whether others call it through Service Connect, which wants a name for its port. */
  readonly called: boolean
  readonly layers: Layers
}

/** What a task of a service is: its container, and beside it what the service asked for. */
export const taskDefinitionOf = (service: Service, given: Given): Resource<'AWS::ECS::TaskDefinition'> =>
  resource('TaskDefinition', 'AWS::ECS::TaskDefinition', {
    Family: given.family,
    RequiresCompatibilities: ['FARGATE'],
    NetworkMode: 'awsvpc',
    Cpu: String(service.cpu),
    Memory: String(service.memory),
    RuntimePlatform: {
      OperatingSystemFamily: 'LINUX',
      CpuArchitecture: service.image.platform === 'linux/arm64' ? 'ARM64' : 'X86_64',
    },
    ExecutionRoleArn: given.roles.execution.att('Arn'),
    TaskRoleArn: given.roles.task.att('Arn'),
    ContainerDefinitions: [containerOf(service, given), ...(service.tracing ? [tracingContainer(given.logs)] : [])],
  })

/** The name of a service's port, by which Service Connect knows it. */
export const portNameOf = (service: Service): string => service.container.name

const containerOf = (service: Service, { image, logs, called, layers, family }: Given) => {
  const facts = partedFacts(factsOf(service))
  const { name, port } = service.container
  return {
    Name: name,
    Image: iff(image.exists, image.uri, placeholder),
    Essential: true,
    PortMappings: [
      {
        ContainerPort: port,
        Protocol: 'tcp',
        ...(called && { Name: portNameOf(service), AppProtocol: 'http' as const }),
      },
    ],
    Environment: [
      { Name: 'PORT', Value: String(port) },
      // What traces call it, and what the environment's sampling rule goes by.
      ...(service.tracing ? [{ Name: 'AWS_XRAY_TRACING_NAME', Value: family }] : []),
      ...facts.plain.map(([Name, fact]) => ({ Name, Value: factValueOf(fact, layers) })),
    ],
    ...(facts.secret.length > 0 && {
      Secrets: facts.secret.map(([Name, fact]) => ({
        Name,
        ValueFrom: secretValueFrom(secretOf(fact, layers), 'task'),
      })),
    }),
    // A program that is process 1 ignores SIGTERM unless it asked for it; an init process passes it on.
    LinuxParameters: { InitProcessEnabled: true },
    StopTimeout: 30,
    LogConfiguration: logsTo(logs, name),
  }
}

// Not essential: a service goes on without its traces. AWS X-Ray Developer Guide, "Running the X-Ray daemon on Amazon ECS".
const tracingContainer = (logs: Resource<'AWS::Logs::LogGroup'>) => ({
  Name: 'xray',
  Image: xrayDaemon,
  Essential: false,
  PortMappings: [{ ContainerPort: 2000, Protocol: 'udp' }],
  LogConfiguration: logsTo(logs, 'xray'),
})

/** The log configuration of a container, under a stream prefix of its own. */
export const logsTo = (logs: Resource<'AWS::Logs::LogGroup'>, prefix: string) =>
  ({
    LogDriver: 'awslogs',
    Options: { 'awslogs-group': logs.ref, 'awslogs-region': pseudo.region, 'awslogs-stream-prefix': prefix },
  }) as const
