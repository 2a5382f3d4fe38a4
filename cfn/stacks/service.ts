import { type Delivery, type Environment, isShift, type Layer, type Service, serviceIn, stack } from '#model'
import { condition, equals, iff, not, noValue } from '../template/condition.ts'
import { known } from '../template/intrinsics.ts'
import { parameter } from '../template/parameter.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { autoscaling } from './autoscaling.ts'
import { codeDeployment } from './code-deployment.ts'
import { deploymentOf } from './deployment.ts'
import { type Layers, present, type ServiceExports } from './layers.ts'
import { logGroup } from './log-group.ts'
import { familyOf, imageParameterOf, noImage, tagsOf } from './names.ts'
import { isCalled, serviceConnect } from './service-connect.ts'
import { privateSubnets } from './subnets.ts'
import { targetOf } from './target.ts'
import { taskDefinitionOf } from './task-definition.ts'
import { taskRoles } from './task-roles.ts'

/** One service: its task definition, how it is rolled, reached and scaled. The image comes from the pipeline. */
export const serviceStack = (d: Delivery, e: Environment, of: { service: Service; layers: Layers }) => {
  const { service: declared, layers } = of
  const service = serviceIn(declared, e)
  const network = present(layers.network, 'the network')
  const cluster = present(layers.cluster, 'the cluster')

  return stack(
    { delivery: d.name, environment: e, id: `service-${service.name}`, needs: needsOf(declared, layers) },
    () => {
      const image = parameter('Image', {
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: imageParameterOf(d, e, service),
        Description: 'Where the pipeline records the deployed image',
      })
      const hasImage = condition('HasImage', not(equals(image.ref, noImage)))
      const logs = logGroup('Logs')
      const roles = taskRoles(service, logs, { delivery: d, environment: e, layers })
      const target = targetOf(d, { declared, service, network: network.exports, cluster: cluster.exports })
      const taskDefinition = taskDefinitionOf(service, {
        family: familyOf(d, e, service),
        image: { uri: image.ref, exists: hasImage },
        logs,
        roles,
        called: isCalled(d, declared),
        layers,
      })
      const deployment = deploymentOf(service, { target, cluster: cluster.exports })
      const mesh = serviceConnect(d, declared, { cluster: cluster.exports, logs })
      const byCodeDeploy = service.deploy.kind === 'code-deploy'

      const running = resource(
        'Service',
        'AWS::ECS::Service',
        {
          Cluster: cluster.exports.clusterName,
          ...capacityOf(service),
          // ECS refuses a stack update that gives a revision to a service of CodeDeploy's; the family alone never changes.
          TaskDefinition: byCodeDeploy ? known<'task-definition-arn'>(familyOf(d, e, service)) : taskDefinition.ref,
          // Left out once an image runs: a number here would undo what autoscaling decided, at every update.
          DesiredCount: iff(hasImage, noValue, 0),
          ...deployment.properties,
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
              ...deployment.balancing,
            },
          ],
          ...(mesh && { ServiceConnectConfiguration: mesh }),
          ...(service.executeCommand && { EnableExecuteCommand: true }),
          EnableECSManagedTags: true,
          PropagateTags: 'SERVICE',
        },
        // ECS refuses a target group that no load balancer uses yet. A shift refers to its rule, which says the same.
        { dependsOn: byCodeDeploy ? [target.rule, taskDefinition] : isShift(service.deploy) ? [] : [target.rule] },
      )

      const scaling = autoscaling(service, { cluster: cluster.exports, group: target.group, running, hasImage })
      const shifted =
        service.deploy.kind === 'code-deploy'
          ? codeDeployment(service.deploy, {
              name: familyOf(d, e, service),
              running,
              target,
              cluster: cluster.exports,
              roles,
            })
          : []
      const exports: ServiceExports = {
        serviceName: running.att('Name'),
        serviceArn: running.ref,
        taskRoleArn: roles.task.att('Arn'),
        executionRoleArn: roles.execution.att('Arn'),
        ...(d.observability && { 'target-group-full-name': target.group.att('TargetGroupFullName') }),
      }
      const resources: readonly (AnyResource | undefined)[] = [
        logs,
        roles.execution,
        roles.task,
        target.group,
        target.alternate,
        target.rule,
        target.testRule,
        ...deployment.before,
        taskDefinition,
        running,
        ...scaling,
        ...shifted,
      ]
      return {
        template: template({
          description: `${d.name} ${e.name}: service ${service.name}`,
          parameters: [image],
          conditions: [hasImage],
          resources: resources.filter((each) => each !== undefined),
          tags: { ...tagsOf(d, e), 'launchway:service': service.name },
        }),
        exports,
      }
    },
  )
}

const needsOf = (service: Service, layers: Layers): Readonly<Record<string, Layer>> => {
  const { network, cluster, registry, database, tables, secrets, assets, identity } = layers
  const called = service.calls.map((each) => layers.services.get(each))
  const all = [network, cluster, registry, database, tables, secrets, assets, identity, ...called]
  return Object.fromEntries(all.filter((each) => each !== undefined).map((each) => [each.id, each as Layer]))
}

// Spot tasks can be taken away with two minutes' notice; those of the base never are.
// Amazon ECS Developer Guide, "Amazon ECS clusters for Fargate".
const capacityOf = ({ spot }: Service) => {
  if (!spot) return { LaunchType: 'FARGATE' as const }
  const base = spot.base > 0 ? [{ CapacityProvider: 'FARGATE', Base: spot.base, Weight: 0 }] : []
  return { CapacityProviderStrategy: [...base, { CapacityProvider: 'FARGATE_SPOT', Weight: 1 }] }
}
