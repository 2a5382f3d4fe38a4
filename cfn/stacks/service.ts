import { type Delivery, type Environment, factsOf, type Service, type Stack, stack } from '#model'
import { condition, equals, iff, not, noValue } from '../template/condition.ts'
import { pseudo } from '../template/intrinsics.ts'
import { parameter } from '../template/parameter.ts'
import { resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { autoscaling } from './autoscaling.ts'
import { factValueOf, partedFacts, secretOf } from './facts.ts'
import { type Layers, present, type ServiceExports } from './layers.ts'
import { logGroup } from './log-group.ts'
import { familyOf, imageParameterOf, noImage, tagsOf } from './names.ts'
import { privateSubnets } from './network.ts'
import { secretValueFrom } from './secret-reference.ts'
import { targetOf } from './target.ts'
import { taskRoles } from './task-roles.ts'

// Stands where no image was deployed yet; no task of it ever starts.
const placeholder = 'public.ecr.aws/docker/library/busybox:stable'

/** One service: its task definition, how it is rolled, reached and scaled. The image comes from the pipeline. */
export const serviceStack = (d: Delivery, e: Environment, of: { service: Service; layers: Layers }) => {
  const { service, layers } = of
  const network = present(layers.network, 'the network')
  const cluster = present(layers.cluster, 'the cluster')
  const registry = present(layers.registry, 'the registry')
  const stores = [layers.database, layers.tables, layers.secrets, layers.assets, layers.identity].filter((each) => each !== undefined)
  const needs = Object.fromEntries([network, cluster, registry, ...stores].map((each) => [each.id, each as Stack]))

  return stack({ delivery: d.name, environment: e, id: `service-${service.name}`, needs }, () => {
    const image = parameter('Image', {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: imageParameterOf(d, e, service),
      Description: 'Where the pipeline records the deployed image',
    })
    const hasImage = condition('HasImage', not(equals(image.ref, noImage)))
    const logs = logGroup('Logs')
    const roles = taskRoles(service, logs, { delivery: d, environment: e, layers })
    const target = targetOf(d, service, { network: network.exports, cluster: cluster.exports })
    const facts = partedFacts(factsOf(service))

    const taskDefinition = resource('TaskDefinition', 'AWS::ECS::TaskDefinition', {
      Family: familyOf(d, e, service),
      RequiresCompatibilities: ['FARGATE'],
      NetworkMode: 'awsvpc',
      Cpu: String(service.cpu),
      Memory: String(service.memory),
      RuntimePlatform: {
        OperatingSystemFamily: 'LINUX',
        CpuArchitecture: service.image.platform === 'linux/arm64' ? 'ARM64' : 'X86_64',
      },
      ExecutionRoleArn: roles.execution.att('Arn'),
      TaskRoleArn: roles.task.att('Arn'),
      ContainerDefinitions: [
        {
          Name: service.container.name,
          Image: iff(hasImage, image.ref, placeholder),
          Essential: true,
          PortMappings: [{ ContainerPort: service.container.port, Protocol: 'tcp' }],
          Environment: [
            { Name: 'PORT', Value: String(service.container.port) },
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
          LogConfiguration: {
            LogDriver: 'awslogs',
            Options: {
              'awslogs-group': logs.ref,
              'awslogs-region': pseudo.region,
              'awslogs-stream-prefix': service.container.name,
            },
          },
        },
      ],
    })

    const running = resource(
      'Service',
      'AWS::ECS::Service',
      {
        Cluster: cluster.exports.clusterName,
        LaunchType: 'FARGATE',
        TaskDefinition: taskDefinition.ref,
        // Left out once an image runs: a number here would undo what autoscaling decided, at every update.
        DesiredCount: iff(hasImage, noValue, 0),
        DeploymentConfiguration: {
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
          MinimumHealthyPercent: service.deploy.minimumHealthyPercent,
          MaximumPercent: service.deploy.maximumPercent,
        },
        HealthCheckGracePeriodSeconds: 60,
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: 'DISABLED',
            Subnets: privateSubnets(network.exports),
            SecurityGroups: [cluster.exports.tasksSecurityGroup],
          },
        },
        LoadBalancers: [
          {
            ContainerName: service.container.name,
            ContainerPort: service.container.port,
            TargetGroupArn: target.group.ref,
          },
        ],
        EnableECSManagedTags: true,
        PropagateTags: 'SERVICE',
      },
      // ECS refuses a target group that no load balancer uses yet.
      { dependsOn: [target.rule] },
    )

    const scaling = autoscaling(service, {
      cluster: cluster.exports,
      group: target.group,
      running,
      hasImage,
    })
    const exports: ServiceExports = {
      serviceName: running.att('Name'),
      serviceArn: running.ref,
      taskRoleArn: roles.task.att('Arn'),
      executionRoleArn: roles.execution.att('Arn'),
    }
    return {
      template: template({
        description: `${d.name} ${e.name}: service ${service.name}`,
        parameters: [image],
        conditions: [hasImage],
        resources: [logs, roles.execution, roles.task, target.group, target.rule, taskDefinition, running, ...scaling],
        tags: { ...tagsOf(d, e), 'launchway:service': service.name },
      }),
      exports,
    }
  })
}
