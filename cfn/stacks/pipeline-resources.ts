import { type Build, type Pipeline, pascal, type Service } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import type { Where } from './grants.ts'
import { familyOf, pipelineNameOf } from './names.ts'
import { notifications } from './notifications.ts'
import { actionDeclaration } from './pipeline-actions.ts'
import { pipelineRole } from './pipeline-role.ts'
import { triggersOf } from './pipeline-triggers.ts'

/** What a pipeline takes from the stack that holds it, or from the one around that. */
export interface Held {
  readonly connection: Value<'connection-arn'>
  readonly projectOf: (build: Build) => Value<'text'>
}

/** What a pipeline's resources are called by. */
export const pipelineId = (pipeline: Pipeline): `${string}Pipeline` => `${pascal(pipeline.suffix ?? '')}Pipeline`

/** A pipeline with its role and what tells people about it. */
export const pipelineResources = (pipeline: Pipeline, where: Where, held: Held): readonly AnyResource[] => {
  const { delivery: d, environment: e, layers } = where
  const name = pipelineNameOf(d, e, pipeline.suffix)
  const id = pipelineId(pipeline)
  const around = { ...held, layers, branch: pipeline.branch, nameOf: (service: Service) => familyOf(d, e, service) }
  const projectArns = buildsIn([pipeline]).map(
    (build) =>
      sub`arn:${pseudo.partition}:codebuild:${pseudo.region}:${pseudo.account}:project/${held.projectOf(build)}`,
  )
  const { role, resources } = pipelineRole({ id, name, pipeline, connection: held.connection, projectArns, where })
  const variables = Object.entries(pipeline.variables ?? {})
  const triggers = triggersOf(pipeline)
  return [
    ...resources,
    resource(id, 'AWS::CodePipeline::Pipeline', {
      Name: name,
      PipelineType: 'V2',
      // SUPERSEDED: the newest merge replaces the one that waits: each release carries everything merged before it.
      ExecutionMode: pipeline.mode ?? 'SUPERSEDED',
      RoleArn: role.att('Arn'),
      ArtifactStore: { Type: 'S3', Location: layers.bootstrap.exports.bucketName },
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
        Actions: stage.actions.map((action) => actionDeclaration(action, around)),
        ...(stage.onFailure && { OnFailure: { Result: stage.onFailure } }),
      })),
    }),
    ...(pipeline.notify ? notifications({ notify: pipeline.notify, id, pipelineName: name }) : []),
  ]
}

/** The builds that pipelines start, each once. */
export const buildsIn = (pipelines: readonly Pipeline[]): readonly Build[] => {
  const actions = pipelines.flatMap(({ stages }) => stages).flatMap((stage) => stage.actions)
  const builds = actions.flatMap(({ does }) => (does.kind === 'build' ? [does.build] : []))
  return [...new Map(builds.map((each) => [each.name, each])).values()]
}
