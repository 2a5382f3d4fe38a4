// CodeDeploy for a service whose traffic it shifts. AWS CodeDeploy User Guide, "Deployments on an Amazon ECS compute
// platform"; AWS CloudFormation, AWS::CodeDeploy::DeploymentGroup.
import type { CodeDeploy } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, trustService } from '../template/policy.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import type { ClusterExports } from './layers.ts'
import type { Target } from './target.ts'
import { targetErrors } from './target-errors.ts'
import type { TaskRoles } from './task-roles.ts'

interface Given {
  readonly name: string
  readonly running: Resource<'AWS::ECS::Service'>
  readonly target: Target
  readonly cluster: ClusterExports
  readonly roles: TaskRoles
}

/** The application, its deployment group, the role they work with, and the alarm that sends a deployment back. */
export const codeDeployment = (deploy: CodeDeploy, given: Given): readonly AnyResource[] => {
  const { name, running, target, cluster } = given
  const alarm = targetErrors(target, cluster)
  const role = roleOf(deploy, given)
  const application = resource('Application', 'AWS::CodeDeploy::Application', {
    ApplicationName: name,
    ComputePlatform: 'ECS',
  })
  const groups = [target.group, ...(target.alternate ? [target.alternate] : [])]
  const group = resource('DeploymentGroup', 'AWS::CodeDeploy::DeploymentGroup', {
    ApplicationName: application.ref,
    DeploymentGroupName: name,
    DeploymentConfigName: deploy.configuration,
    ServiceRoleArn: role.att('Arn'),
    DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ECSServices: [{ ClusterName: cluster.clusterName, ServiceName: running.att('Name') }],
    LoadBalancerInfo: {
      TargetGroupPairInfoList: [
        {
          ProdTrafficRoute: { ListenerArns: [cluster.listenerArn] },
          TargetGroups: groups.map((each) => ({ Name: each.att('TargetGroupName') })),
        },
      ],
    },
    BlueGreenDeploymentConfiguration: {
      DeploymentReadyOption: { ActionOnTimeout: 'CONTINUE_DEPLOYMENT', WaitTimeInMinutes: 0 },
      TerminateBlueInstancesOnDeploymentSuccess: {
        Action: 'TERMINATE',
        TerminationWaitTimeInMinutes: deploy.terminateAfterMinutes,
      },
    },
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    AlarmConfiguration: { Enabled: true, Alarms: [alarm.ref, ...deploy.alarms].map((Name) => ({ Name })) },
  })
  return [alarm, role, application, group]
}

// What AWS's managed policy AWSCodeDeployRoleForECS allows, on this service only, for this application's deployments.
// AWS CodeDeploy User Guide, "Cross-service confused deputy prevention".
const roleOf = (deploy: CodeDeploy, { name, running, target, cluster, roles }: Given) => {
  const functions = [...new Set(Object.values(deploy.hooks))]
  const here = sub`${pseudo.partition}:ecs:${pseudo.region}:${pseudo.account}`
  return resource('CodeDeployRole', 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trustService('codedeploy.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': pseudo.account },
      ArnLike: {
        'aws:SourceArn': sub`arn:${pseudo.partition}:codedeploy:${pseudo.region}:${pseudo.account}:deploymentgroup:${name}/*`,
      },
    }),
    Policies: [
      {
        PolicyName: 'derived-from-deployment',
        PolicyDocument: policy(
          allow(
            ['ecs:CreateTaskSet', 'ecs:DeleteTaskSet', 'ecs:DescribeServices', 'ecs:UpdateServicePrimaryTaskSet'],
            [running.ref, sub`arn:${here}:task-set/${cluster.clusterName}/${running.att('Name')}/*`],
          ),
          // Reading load balancers and alarms has no resource level.
          allow(
            [
              'cloudwatch:DescribeAlarms',
              'elasticloadbalancing:DescribeListeners',
              'elasticloadbalancing:DescribeRules',
              'elasticloadbalancing:DescribeTargetGroups',
            ],
            '*',
          ),
          allow(
            ['elasticloadbalancing:ModifyListener', 'elasticloadbalancing:ModifyRule'],
            [cluster.listenerArn, target.rule.ref],
          ),
          allow(['iam:PassRole'], [roles.task.att('Arn'), roles.execution.att('Arn')], {
            StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
          }),
          ...(functions.length > 0 ? [allow(['lambda:InvokeFunction'], functions)] : []),
        ),
      },
    ],
  })
}
