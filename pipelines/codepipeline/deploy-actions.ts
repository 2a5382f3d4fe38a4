import { releasedTag } from '#buildspecs/promote.ts'
import { appSpecPath, codeDeployFiles, imagePlaceholder } from '#cfn/stacks/app-spec.ts'
import { familyOf } from '#cfn/stacks/names.ts'
import {
  type Artifact,
  type Delivery,
  type Environment,
  type PipelineAction,
  pipelineAction,
  type Service,
  type Smoke,
  serviceIn,
  type Variable,
} from '#model'
import { smokeCommands } from './smoke.ts'

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

// A second tag on the same manifest: what the next environment takes. The first image of a commit keeps it.
const markCommands: readonly string[] = [
  `IMAGE="--repository-name $REPOSITORY --image-ids imageDigest=\${IMAGE_URI##*@}"`,
  `if aws ecr describe-images --repository-name "$REPOSITORY" --image-ids imageTag=${releasedTag('RELEASE')} > known.json 2> unknown.txt; then cat known.json; elif grep -q ImageNotFoundException unknown.txt; then aws ecr put-image --repository-name "$REPOSITORY" --image-tag ${releasedTag('RELEASE')} --image-manifest "$(aws ecr batch-get-image $IMAGE --query 'images[0].imageManifest' --output text)" --image-manifest-media-type "$(aws ecr batch-get-image $IMAGE --query 'images[0].imageManifestMediaType' --output text)" --query image.imageId; else cat unknown.txt >&2; exit 1; fi`,
]

// The files that CodeDeploy's action wants: the running task definition with a placeholder for the image, how the
// traffic moves, and the image.
const definitionCommands = (e: Environment, service: Service): readonly string[] => [
  'aws ecs describe-task-definition --task-definition "$FAMILY" --query taskDefinition --output json > running.json',
  `jq '(.containerDefinitions[] | select(.name == "${service.container.name}") | .image) = "<${imagePlaceholder}>" | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)' running.json > ${codeDeployFiles.taskDefinition}`,
  `cp ${appSpecPath(e, service)} ${codeDeployFiles.appSpec}`,
  `printf '{"ImageURI":"%s"}\\n' "$IMAGE_URI" > ${codeDeployFiles.imageDetail}`,
]

// ECS itself rolls, shifts or waits as the service says; CodeDeploy is told apart, since it wants other files.
const rollOut = ({ delivery, environment, service, image, source, uri }: Deployed): readonly PipelineAction[] => {
  if (serviceIn(service, environment).deploy.kind !== 'code-deploy')
    return [
      pipelineAction(`${service.name}-deploy`, {
        runOrder: 2,
        inputs: [image.artifact],
        does: { kind: 'deploy-image', service },
      }),
    ]
  const definition = pipelineAction(`${service.name}-definition`, {
    runOrder: 1,
    inputs: [source],
    environment: { IMAGE_URI: uri },
    files: Object.values(codeDeployFiles),
    does: {
      kind: 'commands',
      commands: definitionCommands(environment, service),
      facts: { FAMILY: { is: 'text', text: familyOf(delivery, environment, service) } },
      grants: [{ may: 'read-definition', to: service }],
    },
  })
  const deploy = pipelineAction(`${service.name}-deploy`, {
    runOrder: 2,
    inputs: [definition.artifact],
    does: { kind: 'deploy-code', service },
  })
  return [definition, deploy]
}

/** What the deployment of a service points at. */
export interface Deployed {
  readonly delivery: Delivery
  readonly environment: Environment
  readonly service: Service
  readonly image: PipelineAction
  readonly uri: Variable
  readonly commit: Variable
  /** What the release branch holds: a deployment through CodeDeploy reads its `appspec.yaml` from there. */
  readonly source: Artifact
  readonly smoke?: Smoke
  /** True when another environment takes its images from this one. */
  readonly marks: boolean
}

/** The actions that roll a service to its new image, write down that they did while it is proved from outside. */
export const deployActions = (given: Deployed): readonly PipelineAction[] => {
  const { environment, service, image, uri, commit, smoke, marks } = given
  const inputs = [image.artifact]
  return [
    pipelineAction(`${service.name}-start`, {
      runOrder: 1,
      inputs,
      does: {
        kind: 'commands',
        commands: startCommands(serviceIn(service, environment)),
        facts: { CLUSTER: { is: 'cluster-name', of: service }, SERVICE: { is: 'service-name', of: service } },
        grants: [{ may: 'start-service', to: service }],
      },
    }),
    ...rollOut(given),
    pipelineAction(`${service.name}-record`, {
      runOrder: 3,
      inputs,
      environment: { IMAGE_URI: uri },
      does: {
        kind: 'commands',
        commands: recordCommands,
        facts: { IMAGE_PARAMETER: { is: 'image-parameter', of: service } },
        grants: [{ may: 'record-image', to: service }],
      },
    }),
    ...(smoke
      ? [
          pipelineAction(`${service.name}-smoke`, {
            runOrder: 3,
            inputs,
            environment: { RELEASE: commit },
            does: {
              kind: 'commands',
              commands: smokeCommands(service, smoke, environment),
              facts: { LOAD_BALANCER: { is: 'load-balancer-dns', of: service } },
              grants: [],
            },
          }),
        ]
      : []),
    ...(marks
      ? [
          pipelineAction(`${service.name}-mark`, {
            runOrder: 4,
            inputs,
            environment: { IMAGE_URI: uri, RELEASE: commit },
            does: {
              kind: 'commands',
              commands: markCommands,
              facts: { REPOSITORY: { is: 'repository-name', of: service } },
              grants: [{ may: 'mark-image', to: service }],
            },
          }),
        ]
      : []),
  ]
}
