import {
  type Build,
  type Delivery,
  type Environment,
  type Nested,
  type Pipeline,
  type Stack,
  stack,
  type TemplateBody,
} from '#model'
import type { Layer } from '#model/stack.ts'
import type { Value } from '#model/value.ts'
import { value } from '#model/value.ts'
import { printTemplate } from '../print.ts'
import { sub } from '../template/intrinsics.ts'
import { parameter } from '../template/parameter.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { templateKey } from '../template-key.ts'
import { bounded } from './boundary.ts'
import { buildsTemplate, projectOutput } from './builds.ts'
import type { Where } from './grants.ts'
import type { Layers } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'
import { buildsIn, type Held, pipelineId, pipelineResources } from './pipeline-resources.ts'

interface Given {
  readonly pipelines: readonly Pipeline[]
  readonly layers: Layers
}

/**
 * The pipelines of an environment. The builds are a nested stack, and so is each pipeline beside the one that releases:
 * a template that is sent in a request has at most 51,200 bytes.
 */
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
    const buildsBody = builds.length > 0 ? nestedOf('cicd-builds', buildsTemplate(builds, where), d) : undefined
    const projects = buildsBody && nestedStack('Builds', layers, buildsBody.key)
    const projectOf = (build: Build): Value<'text'> => {
      if (!projects) throw new Error(`build ${build.name} has no project`)
      return projects.att(`Outputs.${projectOutput(build)}`)
    }
    const held: Held = { connection: connection.ref, projectOf }
    const beside = pipelines
      .filter(({ suffix }) => suffix !== undefined)
      .map((pipeline) => ({ pipeline, body: nestedOf(`cicd-${pipeline.suffix}`, besideTemplate(pipeline, where), d) }))
    const resources: readonly AnyResource[] = [
      connection,
      ...(projects ? [projects] : []),
      ...pipelines
        .filter(({ suffix }) => suffix === undefined)
        .flatMap((pipeline) => pipelineResources(pipeline, where, held)),
      ...beside.map(({ pipeline, body }) =>
        nestedStack(`${pipelineId(pipeline)}Stack`, layers, body.key, parametersOf(pipeline, held)),
      ),
    ]
    const title = pipelines.length > 1 ? 'the pipelines' : 'the pipeline'
    return {
      template: template({ description: `${d.name} ${e.name}: ${title}`, resources, tags: tagsOf(d, e) }),
      exports: {},
      nested: [...(buildsBody ? [buildsBody] : []), ...beside.map(({ body }) => body)],
    }
  })
}

/** What the nested stack of a pipeline is told: the connection, and each project it starts. */
const parametersOf = (pipeline: Pipeline, { connection, projectOf }: Held) => ({
  Connection: connection,
  ...Object.fromEntries(buildsIn([pipeline]).map((build) => [projectOutput(build), projectOf(build)])),
})

const besideTemplate = (pipeline: Pipeline, where: Where): TemplateBody => {
  const { delivery: d, environment: e } = where
  const connection = parameter('Connection', { Type: 'String', Description: 'The connection to GitHub' })
  const projects = buildsIn([pipeline]).map((build) =>
    parameter(projectOutput(build), { Type: 'String', Description: `The project of ${build.buildspec}` }),
  )
  const held: Held = {
    connection: value<'connection-arn'>({ Ref: connection.logicalId }),
    projectOf: (build) => value<'text'>({ Ref: projectOutput(build) }),
  }
  return template({
    description: `${d.name} ${e.name}: pipeline ${pipeline.suffix}`,
    parameters: [connection, ...projects],
    resources: pipelineResources(pipeline, where, held),
    tags: tagsOf(d, e),
  })
}

/** What pipelines can refer to. The sites are among it only when a build publishes one: else jobs of workflows do. */
const stacksBefore = (layers: Layers, builds: readonly Build[]): readonly Layer[] => {
  const { bootstrap, network, registry, cluster, database, services, sites } = layers
  const { tables, secrets, assets, identity } = layers
  const filled = [...sites].filter(([site]) => builds.some((build) => build.of === site)).map(([, each]) => each)
  const used = [tables, secrets, assets, identity]
  const all = [bootstrap, network, registry, cluster, database, ...used, ...services.values(), ...filled]
  return all.filter((each) => each !== undefined) as readonly Layer[]
}

// Deleted with its parent, since it holds nothing of its own: what projects and pipelines logged stays.
const nestedStack = (
  id: string,
  layers: Layers,
  key: string,
  Parameters?: Readonly<Record<string, Value<'text' | 'connection-arn'>>>,
) =>
  resource(
    id,
    'AWS::CloudFormation::Stack',
    { TemplateURL: sub`https://${layers.bootstrap.exports.bucketDomain}/${key}`, ...(Parameters && { Parameters }) },
    { deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' },
  )

// Another template has another key, so CloudFormation sees the change.
const nestedOf = (id: string, body: TemplateBody, d: Delivery): Nested => {
  const made = bounded(d, body)
  return { id, template: made, key: templateKey(printTemplate(made)) }
}

// A connection's name has at most 32 characters.
const shortened = (name: string) => name.slice(0, 32).replace(/-$/, '')
