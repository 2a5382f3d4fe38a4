// What a pipeline's role may do: what its actions do, each on exactly what it names.
import type { Does, Grant, Pipeline } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, type Statement, trustService } from '../template/policy.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { artifactStatements } from './artifact-access.ts'
import { changeSetName, roleArnOf } from './change-set-action.ts'
import { statementsOfAll, type Where } from './grants.ts'
import { rolePolicies } from './role-policies.ts'

interface Given {
  readonly id: string
  readonly name: string
  readonly pipeline: Pipeline
  readonly connection: Value<'connection-arn'>
  readonly projectArns: readonly Value<'text'>[]
  readonly where: Where
}

/**
 * The role of a pipeline. Only this pipeline may take it: CodePipeline acts for it alone.
 * AWS CodePipeline User Guide, "Cross-service confused deputy prevention".
 */
export const pipelineRole = (
  given: Given,
): { readonly role: Resource<'AWS::IAM::Role'>; readonly resources: readonly AnyResource[] } => {
  const policies = rolePolicies(`${given.id}Role`, 'derived-from-actions', statementsFor(given))
  const role = resource(`${given.id}Role`, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trustService('codepipeline.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': pseudo.account },
      ArnEquals: {
        'aws:SourceArn': sub`arn:${pseudo.partition}:codepipeline:${pseudo.region}:${pseudo.account}:${given.name}`,
      },
    }),
    ...policies.given,
  })
  return { role, resources: [...policies.managed, role] }
}

// A Commands action runs with the pipeline's own role and logs under the pipeline's name.
// AWS CodePipeline User Guide, "Commands action reference".
const statementsFor = ({ name, pipeline, connection, projectArns, where }: Given): readonly Statement[] => {
  const does = pipeline.stages.flatMap((stage) => stage.actions).map((action) => action.does)
  const grants = does.flatMap((each): readonly Grant[] => {
    if (each.kind === 'commands') return each.grants
    if (each.kind === 'deploy-code') return [{ may: 'deploy-code', to: each.service }]
    return each.kind === 'deploy-image' ? [{ may: 'deploy-image', to: each.service }] : []
  })
  const logs = sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:/aws/codepipeline/${name}`
  const below = sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:/aws/codepipeline/${name}:*`
  return [
    ...artifactStatements(where.layers.bootstrap.exports.bucketArn, {
      packages: does.some((each) => each.kind === 'commands' && each.packages === true),
    }),
    allow(['codeconnections:UseConnection', 'codestar-connections:UseConnection'], connection),
    ...(projectArns.length > 0
      ? [allow(['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'], projectArns)]
      : []),
    ...(does.some((each) => each.kind === 'commands')
      ? [allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [logs, below])]
      : []),
    ...changeSetStatements(does),
    ...statementsOfAll(grants, where),
  ]
}

// AWS CodePipeline User Guide, "AWS CloudFormation deploy action reference", service role permissions.
const changeSetStatements = (does: readonly Does[]): readonly Statement[] => {
  const prepares = does.filter((each) => each.kind === 'prepare-change-set')
  const stacks = prepares.map(
    ({ stackName }) =>
      sub`arn:${pseudo.partition}:cloudformation:${pseudo.region}:${pseudo.account}:stack/${stackName}/*`,
  )
  const roles = [...new Set(prepares.map(({ roleName }) => roleName))].map(roleArnOf)
  if (stacks.length === 0) return []
  const ours = { StringEquals: { 'cloudformation:ChangeSetName': changeSetName } }
  return [
    allow(['cloudformation:DescribeStacks'], stacks),
    allow(
      ['cloudformation:DeleteChangeSet', 'cloudformation:DescribeChangeSet', 'cloudformation:ExecuteChangeSet'],
      stacks,
      ours,
    ),
    // Never with the pipeline's own rights, never with another role's.
    allow(['cloudformation:CreateChangeSet'], stacks, {
      StringEquals: { ...ours.StringEquals, 'cloudformation:RoleArn': roles },
    }),
    allow(['iam:PassRole'], roles, { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } }),
  ]
}
