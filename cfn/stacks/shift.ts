// What a deployment in which ECS shifts traffic needs beside the service: the roles ECS works with, and the alarm that
// sends it back. Amazon ECS Developer Guide, "Required resources for Amazon ECS blue/green deployments".
import type { Shift } from '#model'
import { allow, policy, type Statement, trustService } from '../template/policy.ts'
import { type Resource, resource } from '../template/resource.ts'
import type { Target } from './target.ts'

/** The role with which ECS moves traffic between the two target groups. */
export const trafficRole = ({ group, alternate, rule, testRule }: Target): Resource<'AWS::IAM::Role'> =>
  ecsRole('TrafficRole', [
    // Reading load balancers has no resource level.
    allow(
      [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      '*',
    ),
    allow(
      ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      [group.ref, ...(alternate ? [alternate.ref] : [])],
    ),
    allow(['elasticloadbalancing:ModifyRule'], [rule.ref, ...(testRule ? [testRule.ref] : [])]),
  ])

/** The role with which ECS calls the functions of the hooks; undefined without hooks. */
export const hookRole = ({ hooks }: Shift): Resource<'AWS::IAM::Role'> | undefined => {
  const functions = [...new Set(hooks.map((hook) => hook.function))]
  return functions.length > 0 ? ecsRole('HookRole', [allow(['lambda:InvokeFunction'], functions)]) : undefined
}

// Trusted as AWS documents it, without aws:SourceAccount: nothing says that ECS sends it for these two roles, and a role
// that cannot be taken stops every deployment. Amazon ECS Developer Guide, "Amazon ECS infrastructure IAM role for load
// balancers" and "Permissions required for Lambda functions in Amazon ECS blue/green deployments".
const ecsRole = (logicalId: string, statements: readonly Statement[]) =>
  resource(logicalId, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trustService('ecs.amazonaws.com'),
    Policies: [{ PolicyName: 'derived-from-deployment', PolicyDocument: policy(...statements) }],
  })
