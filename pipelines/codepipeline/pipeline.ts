import type { ServiceBuilds } from '#buildspecs/generate.ts'
import { imageInput } from '#buildspecs/image.ts'
import { migrateInput } from '#buildspecs/migrate.ts'
import {
  type Delivery,
  type Pipeline,
  type PipelineAction,
  pipelineAction,
  type Service,
  stage,
  type Variable,
} from '#model'

// A service is created without tasks, since no image exists yet. The first release gives it its tasks just before its
// first real image arrives, so that this release too is watched by health checks and the circuit breaker.
const startCommands = (service: Service): readonly string[] => [
  `desired="$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].desiredCount' --output text)"`,
  `if [ "$desired" -lt ${service.scale.min} ]; then aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --desired-count ${service.scale.min} --query 'service.desiredCount' --output text; fi`,
]

// The service template reads the image from here, so a stack update never rolls it back.
const recordCommands: readonly string[] = [
  'aws ssm put-parameter --name "$IMAGE_PARAMETER" --type String --overwrite --value "$IMAGE_URI"',
]

const deployActions = (service: Service, image: PipelineAction, uri: Variable): readonly PipelineAction[] => [
  pipelineAction(`${service.name}-start`, {
    runOrder: 1,
    inputs: [image.artifact],
    does: {
      kind: 'commands',
      commands: startCommands(service),
      facts: { CLUSTER: { is: 'cluster-name', of: service }, SERVICE: { is: 'service-name', of: service } },
      grants: [{ may: 'start-service', to: service }],
    },
  }),
  pipelineAction(`${service.name}-deploy`, {
    runOrder: 2,
    inputs: [image.artifact],
    does: { kind: 'deploy-image', service },
  }),
  pipelineAction(`${service.name}-record`, {
    runOrder: 3,
    inputs: [image.artifact],
    environment: { IMAGE_URI: uri },
    does: {
      kind: 'commands',
      commands: recordCommands,
      facts: { IMAGE_PARAMETER: { is: 'image-parameter', of: service } },
      grants: [{ may: 'record-image', to: service }],
    },
  }),
]

/**
 * The pipeline: a merge to the release branch is tested, built, migrated and rolled out. Artifacts and variables are
 * handles of the actions that make them. Stages without an action are left out: CodePipeline refuses an empty one.
 */
export const pipelineOf = (d: Delivery, builds: readonly ServiceBuilds[]): Pipeline => {
  const source = pipelineAction('source', { does: { kind: 'source', repo: d.repo } })
  const images = builds.map(({ service, image }) => ({
    service,
    action: pipelineAction(`${service.name}-image`, {
      does: { kind: 'build', build: image },
      inputs: [source.artifact],
      makesArtifact: true,
      environment: { [imageInput]: source.exports.CommitId },
    }),
  }))
  const tests = builds.flatMap(({ service, test }) =>
    test
      ? [pipelineAction(`${service.name}-test`, { does: { kind: 'build', build: test }, inputs: [source.artifact] })]
      : [],
  )
  const migrations = builds.flatMap(({ service, migrate }, at) => {
    const image = images[at]
    return migrate && image
      ? [
          pipelineAction(`${service.name}-migrate`, {
            does: { kind: 'build', build: migrate },
            inputs: [source.artifact],
            environment: { [migrateInput]: image.action.exports.IMAGE_URI },
          }),
        ]
      : []
  })
  const deployments = images.flatMap(({ service, action }) => deployActions(service, action, action.exports.IMAGE_URI))
  const stages = [
    stage('source', [source]),
    stage('test', tests),
    stage(
      'build',
      images.map(({ action }) => action),
    ),
    stage('migrate', migrations),
    stage('deploy', deployments),
  ]
  return { branch: d.repo.release, stages: stages.filter(({ actions }) => actions.length > 0) }
}
