import { createHash } from 'node:crypto'
import {
  type Build,
  type Delivery,
  type Environment,
  type Pipeline,
  pascal,
  type Service,
  type Stack,
  stack,
} from '#model'
import type { Layer } from '#model/stack.ts'
import type { Value } from '#model/value.ts'
import { printTemplate } from '../print.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { templatesFolder } from './bootstrap.ts'
import { bounded } from './boundary.ts'
import { buildsTemplate, projectOutput } from './builds.ts'
import type { Where } from './grants.ts'
import type { Layers } from './layers.ts'
import { familyOf, pipelineNameOf, prefixOf, tagsOf } from './names.ts'
import { notifications } from './notifications.ts'
import { type Around, actionDeclaration } from './pipeline-actions.ts'
import { pipelineRole } from './pipeline-role.ts'
import { triggersOf } from './pipeline-triggers.ts'

interface Given {
  readonly pipelines: readonly Pipeline[]
  readonly layers: Layers
}

/** The pipelines of an environment, with their builds in a nested stack. */
export const cicd = (d: Delivery, e: Environment, { pipelines, layers }: Given): Stack => {
  const builds = buildsIn(pipelines)
  const needs = Object.fromEntries(stacksBefore(layers, builds).map((each) => [each.id, each]))
  return stack({ delivery: d.name, environment: e, id: 'cicd', needs }, () => {
    const where: Where = { delivery: d, environment: e, layers }
    // Made by CloudFormation, a connection is PENDING until someone finishes it in the console.
    const connection = resource('Connection', 'AWS::CodeConnections::Connection', {
      ConnectionName: shortened(prefixOf(d, e)),
      ProviderType: 'GitHub',
    })
    const nested = builds.length > 0 ? nestedOf(bounded(d, buildsTemplate(builds, where))) : undefined
    const projects = nested && projectsOf(layers, nested.key)
    const projectOf = (build: Build): Value<'text'> => {
      if (!projects) throw new Error(`build ${build.name} has no project`)
      return projects.att(`Outputs.${projectOutput(build)}`)
    }
    const nameOf = (service: Service) => familyOf(d, e, service)
    const around = { layers, connection: connection.ref, projectOf, nameOf }
    const made = pipelines.flatMap((pipeline) => pipelineResources(pipeline, where, around))
    const resources: readonly AnyResource[] = [connection, ...(projects ? [projects] : []), ...made]
    const title = pipelines.length > 1 ? 'the pipelines' : 'the pipeline'
    return {
      template: template({ description: `${d.name} ${e.name}: ${title}`, resources, tags: tagsOf(d, e) }),
      exports: {},
      nested: nested ? [nested] : [],
    }
  })
}

const pipelineResources = (
  pipeline: Pipeline,
  where: Where,
  around: Omit<Around, 'branch'>,
): readonly AnyResource[] => {
  const name = pipelineNameOf(where.delivery, where.environment, pipeline.suffix)
  const id = `${pascal(pipeline.suffix ?? '')}Pipeline`
  const projectArns = buildsIn([pipeline]).map(
    (build) =>
      sub`arn:${pseudo.partition}:codebuild:${pseudo.region}:${pseudo.account}:project/${around.projectOf(build)}`,
  )
  const role = pipelineRole({ id, name, pipeline, connection: around.connection, projectArns, where })
  const variables = Object.entries(pipeline.variables ?? {})
  const triggers = triggersOf(pipeline)
  return [
    role,
    resource(id, 'AWS::CodePipeline::Pipeline', {
      Name: name,
      PipelineType: 'V2',
      // SUPERSEDED: the newest merge replaces the one that waits: each release carries everything merged before it.
      ExecutionMode: pipeline.mode ?? 'SUPERSEDED',
      RoleArn: role.att('Arn'),
      ArtifactStore: { Type: 'S3', Location: where.layers.bootstrap.exports.bucketName },
      ...(triggers.length > 0 && { Triggers: triggers }),
      ...(variables.length > 0 && {
        Variables: variables.map(([Name, given]) => ({
          Name,
          DefaultValue: given.default,
          ...(given.about && { Description: given.about }),
        })),
      }),
      Stages: pipeline.stages.map((stage) => ({
        Name: stage.name,
        Actions: stage.actions.map((action) => actionDeclaration(action, { ...around, branch: pipeline.branch })),
        ...(stage.onFailure && { OnFailure: { Result: stage.onFailure } }),
      })),
    }),
    ...(pipeline.notify ? notifications({ notify: pipeline.notify, id, pipelineName: name }) : []),
  ]
}

/** The builds that pipelines start, each once. */
const buildsIn = (pipelines: readonly Pipeline[]): readonly Build[] => {
  const actions = pipelines.flatMap(({ stages }) => stages).flatMap((stage) => stage.actions)
  const builds = actions.flatMap(({ does }) => (does.kind === 'build' ? [does.build] : []))
  return [...new Map(builds.map((each) => [each.name, each])).values()]
}

/** What pipelines can refer to. The sites are among it only when a build publishes one: else jobs of workflows do. */
const stacksBefore = (layers: Layers, builds: readonly Build[]): readonly Layer[] => {
  const { bootstrap, network, registry, cluster, database, tables, secrets, assets, identity, services, sites } = layers
  const filled = [...sites].filter(([site]) => builds.some((build) => build.of === site)).map(([, each]) => each)
  const stores = [database, tables, secrets, assets, identity]
  const all = [bootstrap, network, registry, cluster, ...stores, ...services.values(), ...filled]
  return all.filter((each) => each !== undefined) as readonly Layer[]
}

// Deleted with the pipelines, since it holds nothing of its own: what its projects logged stays.
const projectsOf = (layers: Layers, key: string) =>
  resource(
    'Builds',
    'AWS::CloudFormation::Stack',
    { TemplateURL: sub`https://${layers.bootstrap.exports.bucketDomain}/${key}` },
    { deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' },
  )

// The key carries the content's hash: a changed template is another object, so CloudFormation sees the change.
const nestedOf = (body: ReturnType<typeof buildsTemplate>) => {
  const hash = createHash('sha256').update(printTemplate(body)).digest('hex')
  return { id: 'cicd-builds', template: body, key: `${templatesFolder}/${hash}.yaml` }
}

// A connection's name has at most 32 characters.
const shortened = (name: string) => name.slice(0, 32).replace(/-$/, '')
