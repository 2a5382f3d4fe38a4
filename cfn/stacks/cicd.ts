import { createHash } from 'node:crypto'
import { type Build, type Delivery, type Environment, type Grant, type Pipeline, type Stack, stack } from '#model'
import type { Value } from '#model/value.ts'
import { printTemplate } from '../print.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, type Statement, trustService } from '../template/policy.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { artifactStatements } from './artifact-access.ts'
import { templatesFolder } from './bootstrap.ts'
import { buildsTemplate, projectOutput } from './builds.ts'
import { statementsOfAll, type Where } from './grants.ts'
import type { Layers } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'
import { type Around, actionDeclaration } from './pipeline-actions.ts'

interface Given {
  readonly pipeline: Pipeline
  readonly builds: readonly Build[]
  readonly layers: Layers
}

/** The pipeline of an environment, with its builds in a nested stack. */
export const cicd = (d: Delivery, e: Environment, given: Given): Stack => {
  const { pipeline, builds, layers } = given
  const needs = Object.fromEntries(stacksBefore(layers).map((each) => [each.id, each]))
  return stack({ delivery: d.name, environment: e, id: 'cicd', needs }, () => {
    const where: Where = { delivery: d, environment: e, layers }
    const name = prefixOf(d, e)
    const nested = nestedOf(buildsTemplate(builds, where))
    // Made by CloudFormation, a connection is PENDING until someone finishes it in the console.
    const connection = resource('Connection', 'AWS::CodeConnections::Connection', {
      ConnectionName: shortened(name),
      ProviderType: 'GitHub',
    })
    // Deleted with the pipeline, since it holds nothing of its own: what its projects logged stays.
    const projects = resource(
      'Builds',
      'AWS::CloudFormation::Stack',
      { TemplateURL: sub`https://${layers.bootstrap.exports.bucketDomain}/${nested.key}` },
      { deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' },
    )
    const around: Around = {
      layers,
      connection: connection.ref,
      branch: pipeline.branch,
      projectOf: (build) => projects.att(`Outputs.${projectOutput(build)}`),
    }
    const projectArns = builds.map(
      (build) =>
        sub`arn:${pseudo.partition}:codebuild:${pseudo.region}:${pseudo.account}:project/${projects.att(`Outputs.${projectOutput(build)}`)}`,
    )
    const role = resource('PipelineRole', 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: trustService('codepipeline.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': pseudo.account },
      }),
      Policies: [
        {
          PolicyName: 'derived-from-actions',
          PolicyDocument: policy(...roleStatements(pipeline, { connection: connection.ref, projectArns, where })),
        },
      ],
    })
    const resources: readonly AnyResource[] = [
      connection,
      projects,
      role,
      resource('Pipeline', 'AWS::CodePipeline::Pipeline', {
        Name: name,
        PipelineType: 'V2',
        // The newest merge replaces the one that waits: each release carries everything merged before it.
        ExecutionMode: 'SUPERSEDED',
        RoleArn: role.att('Arn'),
        ArtifactStore: { Type: 'S3', Location: layers.bootstrap.exports.bucketName },
        Triggers: triggersOf(pipeline),
        Stages: pipeline.stages.map((stage) => ({
          Name: stage.name,
          Actions: stage.actions.map((action) => actionDeclaration(action, around)),
        })),
      }),
    ]
    return {
      template: template({ description: `${d.name} ${e.name}: the pipeline`, resources, tags: tagsOf(d, e) }),
      exports: {},
      nested: [nested],
    }
  })
}

/** What a pipeline can refer to: everything but the sites, which jobs of workflows fill. */
const stacksBefore = (layers: Layers): readonly Stack[] => {
  const { bootstrap, network, registry, cluster, database, tables, secrets, services } = layers
  const all = [bootstrap, network, registry, cluster, database, tables, secrets, ...services.values()]
  return all.filter((each) => each !== undefined) as readonly Stack[]
}

// The key carries the content's hash: a changed template is another object, so CloudFormation sees the change.
const nestedOf = (body: ReturnType<typeof buildsTemplate>) => {
  const hash = createHash('sha256').update(printTemplate(body)).digest('hex')
  return { id: 'cicd-builds', template: body, key: `${templatesFolder}/${hash}.yaml` }
}

// A connection's name has at most 32 characters.
const shortened = (name: string) => name.slice(0, 32).replace(/-$/, '')

const triggersOf = (pipeline: Pipeline) =>
  pipeline.stages
    .flatMap((stage) => stage.actions)
    .filter((action) => action.does.kind === 'source')
    .map((action) => ({
      ProviderType: 'CodeStarSourceConnection' as const,
      GitConfiguration: {
        SourceActionName: action.name,
        Push: [{ Branches: { Includes: [pipeline.branch] } }],
      },
    }))

// A Commands action runs with the pipeline's own role and logs under the pipeline's name.
// AWS CodePipeline User Guide, "Commands action reference".
const roleStatements = (
  pipeline: Pipeline,
  given: { connection: Value<'connection-arn'>; projectArns: readonly Value<'text'>[]; where: Where },
): readonly Statement[] => {
  const { delivery, environment, layers } = given.where
  const does = pipeline.stages.flatMap((stage) => stage.actions).map((action) => action.does)
  const grants = does.flatMap((each): readonly Grant[] => {
    if (each.kind === 'commands') return each.grants
    return each.kind === 'deploy-image' ? [{ may: 'deploy-image', to: each.service }] : []
  })
  const logs = sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:/aws/codepipeline/${prefixOf(delivery, environment)}`
  const logsBelow = sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:/aws/codepipeline/${prefixOf(delivery, environment)}:*`
  return [
    ...artifactStatements(layers.bootstrap.exports.bucketArn),
    allow(['codeconnections:UseConnection', 'codestar-connections:UseConnection'], given.connection),
    ...(given.projectArns.length > 0
      ? [allow(['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'], given.projectArns)]
      : []),
    ...(does.some((each) => each.kind === 'commands')
      ? [allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [logs, logsBelow])]
      : []),
    ...statementsOfAll(grants, given.where),
  ]
}
