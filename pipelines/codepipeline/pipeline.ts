import type { Builds, ServiceBuilds } from '#buildspecs/generate.ts'
import { imageInput } from '#buildspecs/image.ts'
import { migrateInput } from '#buildspecs/migrate.ts'
import {
  type Build,
  type Delivery,
  type Environment,
  type Pipeline,
  type PipelineAction,
  pipelineAction,
  type ReleasePipeline,
  type Stage,
  slugOf,
  stage,
} from '#model'
import { deployActions } from './deploy-actions.ts'
import { startsOf } from './paths.ts'
import { smokeOf } from './smoke.ts'
import { stagesFor } from './stages.ts'

interface Given {
  readonly environment: Environment
  readonly choice: ReleasePipeline
  readonly builds: Builds
}

const sourceOf = (d: Delivery) => pipelineAction('source', { does: { kind: 'source', repo: d.repo } })
type Source = ReturnType<typeof sourceOf>

// The image is built here, or taken from the environment where it serves already.
const imageActions = (builds: readonly ServiceBuilds[], choice: ReleasePipeline, source: Source) =>
  builds.map((each) => {
    const promoted = choice.promotes && each.promotes.get(choice.promotes)
    const does: Build<'IMAGE_URI'> = promoted ?? each.image
    const action = pipelineAction(does.name, {
      does: { kind: 'build', build: does },
      inputs: [source.artifact],
      makesArtifact: true,
      environment: { [imageInput]: source.exports.CommitId },
    })
    return { service: each.service, migrate: each.migrate, action }
  })

const testActions = (builds: readonly ServiceBuilds[], source: Source): readonly PipelineAction[] =>
  builds.flatMap(({ service, test }) =>
    test
      ? [pipelineAction(`${service.name}-test`, { does: { kind: 'build', build: test }, inputs: [source.artifact] })]
      : [],
  )

const migrateActions = (images: ReturnType<typeof imageActions>, source: Source): readonly PipelineAction[] =>
  images.flatMap(({ service, migrate, action }) =>
    migrate
      ? [
          pipelineAction(`${service.name}-migrate`, {
            does: { kind: 'build', build: migrate },
            inputs: [source.artifact],
            environment: { [migrateInput]: action.exports.IMAGE_URI },
          }),
        ]
      : [],
  )

const siteActions = ({ sites }: Builds, source: Source): readonly PipelineAction[] =>
  sites.map(({ build }) =>
    pipelineAction(build.name, {
      does: { kind: 'build', build },
      inputs: [source.artifact],
      environment: { RELEASE: source.exports.CommitId },
    }),
  )

const approveStage = (d: Delivery, e: Environment, source: Source): Stage =>
  stage('approve', [
    pipelineAction('approve', {
      does: {
        kind: 'approve',
        says: `Release ${source.exports.CommitId.text} to ${e.name}: ${source.exports.CommitMessage.text}`,
        link: `https://github.com/${slugOf(d.repo)}/commit/${source.exports.CommitId.text}`,
      },
    }),
  ])

/**
 * A pipeline that releases: a merge to the release branch is tested, built, approved where a person must, migrated,
 * rolled out and proved. Artifacts and variables are handles of the actions that make them. Undefined when there is nothing to release.
 */
export const releasePipelineOf = (d: Delivery, { environment, choice, builds }: Given): Pipeline | undefined => {
  const services = choice.services ?? d.services
  const own = builds.services.filter(({ service }) => services.includes(service))
  const source = sourceOf(d)
  const images = imageActions(own, choice, source)
  const marks = d.pipelines.some(({ promotes }) => promotes === environment)
  const deployments = images.map(({ service, action }) => {
    const smoke = smokeOf(d, environment, { choice, service })
    return deployActions({
      delivery: d,
      source: source.artifact,
      environment,
      service,
      image: action,
      uri: action.exports.IMAGE_URI,
      commit: source.exports.CommitId,
      marks,
      ...(smoke && { smoke }),
    })
  })
  // Sites go with the first pipeline: after the services that they call.
  const sites = d.pipelines.find((each) => isIn(each, environment)) === choice ? siteActions(builds, source) : []
  const before = [
    stage('source', [source]),
    // What another environment tested is not tested again: it is the same image.
    ...stagesFor('test', apart(choice.promotes ? [] : testActions(own, source))),
    ...stagesFor('build', apart(images.map(({ action }) => action))),
  ]
  const after = [
    ...stagesFor('migrate', apart(migrateActions(images, source))),
    ...stagesFor('deploy', deployments, choice.rollback ? { onFailure: 'ROLLBACK' } : {}),
    ...stagesFor('sites', apart(sites)),
  ]
  if (deployments.length + sites.length === 0) return undefined
  const stages = [...before, ...(choice.approve ? [approveStage(d, environment, source)] : []), ...after]
  const starts = startsOf(choice, services)
  return {
    ...(choice.name !== 'release' && { suffix: choice.name }),
    branch: d.repo.release,
    stages,
    mode: choice.mode,
    variables: choice.variables,
    ...(starts !== undefined && { starts }),
    ...(choice.notify && { notify: choice.notify }),
  }
}

const apart = (actions: readonly PipelineAction[]) => actions.map((each) => [each])

/** True when a pipeline is meant for an environment. */
export const isIn = (choice: { readonly environments?: readonly Environment[] }, e: Environment): boolean =>
  !choice.environments || choice.environments.includes(e)
