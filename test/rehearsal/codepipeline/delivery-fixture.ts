import { CodePipelineClient } from '@aws-sdk/client-codepipeline'
import { codebuild } from '../../../rehearsal/codebuild/codebuild.ts'
import { codeconnections } from '../../../rehearsal/codeconnections/codeconnections.ts'
import { codepipeline } from '../../../rehearsal/codepipeline/codepipeline.ts'
import type { EcsDeployment } from '../../../rehearsal/codepipeline/ports.ts'
import { gitHost } from '../../../rehearsal/git/git-host.ts'
import { pushFiles } from '../../../rehearsal/git/push-files.ts'
import { createServer } from '../../../rehearsal/server/create-server.ts'
import type { ResourceContext, Shape } from '../../../rehearsal/service.ts'
import { testWorld } from '../codebuild/test-world.ts'

/** Writes down which image it made, unless the source says it is broken. */
export const buildspec = `version: 0.2
env:
  exported-variables: [IMAGE]
phases:
  build:
    commands:
      - test ! -f broken
      - IMAGE="web@$(cat image)"
      - printf '[{"name":"%s","imageUri":"%s"}]' "$CONTAINER" "$IMAGE" > imagedefinitions.json
artifacts: { files: [imagedefinitions.json] }
`

/** An action of a stage. */
export const action = (name: string, type: [category: string, provider: string], more: Shape = {}) => ({
  Name: name,
  ActionTypeId: { Category: type[0], Owner: 'AWS', Provider: type[1], Version: '1' },
  ...more,
})

/** A pipeline of these stages between a Git host, CodeBuild and an ECS that says what it was given. */
export const bench = async (stages: (connection: string) => Shape[], more: Shape = {}) => {
  const world = await testWorld()
  const objects = new Map<string, Uint8Array>()
  const s3 = {
    get: async (bucket: string, key: string) => objects.get(`${bucket}/${key}`),
    put: async (bucket: string, key: string, body: Uint8Array) => void objects.set(`${bucket}/${key}`, body),
  }
  const git = gitHost(world)
  const connections = codeconnections(world)
  const builds = codebuild(world, {
    s3,
    logs: { write: () => {} },
    ssm: { get: async () => undefined },
    secrets: { get: async () => undefined },
    git,
  })
  const deployed: EcsDeployment[] = []
  const ecs = {
    deploy: async (deployment: EcsDeployment) => {
      const bad = deployment.images.some((image) => image.imageUri.includes('crashing'))
      if (!bad) deployed.push(deployment)
      return bad ? { ok: false, message: 'rolled back' } : { ok: true, message: 'stable' }
    },
  }
  const pipelines = codepipeline(world, { s3, git, codebuild: builds.api, connections: connections.api, ecs })
  const server = await createServer({
    world,
    services: [builds.service, pipelines.service, ...connections.services],
    port: 0,
    routes: [],
    rest: {},
    principal: () => 'arn:aws:iam::111111111111:root',
  })
  world.signal.addEventListener('abort', () => void server.stop())
  world.endpointUrl = server.endpoint
  const context = { physicalName: () => 'x', call: {}, world, signal: world.signal } as unknown as ResourceContext
  const make = (type: string, properties: Shape) => {
    const providers = { ...builds.service.resources, ...pipelines.service.resources, ...connections.service.resources }
    return (providers[type] as NonNullable<(typeof providers)[string]>).create(properties, context)
  }
  const connection = (await make('AWS::CodeConnections::Connection', { ConnectionName: 'github' })).physicalId
  const environment = {
    EnvironmentVariables: [{ Name: 'CONTAINER', Value: 'web' }],
    Image: 'x',
    Type: 'LINUX_CONTAINER',
    ComputeType: 'S',
  }
  await make('AWS::CodeBuild::Project', {
    Name: 'bake',
    Source: { Type: 'CODEPIPELINE' },
    Artifacts: { Type: 'CODEPIPELINE' },
    Environment: environment,
  })
  const path = await git.create('acme/web')
  const push = async (files: Record<string, string>, message = 'change', branch = 'main') => {
    const commit = await pushFiles(world, { path, branch, message }, files)
    await git.check()
    return commit
  }
  await make('AWS::CodePipeline::Pipeline', {
    Name: 'web',
    RoleArn: 'arn:aws:iam::111111111111:role/pipeline',
    PipelineType: 'V2',
    ArtifactStore: { Type: 'S3', Location: 'artifacts' },
    Stages: stages(connection),
    ...more,
  })
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new CodePipelineClient({ endpoint: server.endpoint, region: world.region, credentials })
  const engine = pipelines.api.pipeline('web') as NonNullable<ReturnType<typeof pipelines.api.pipeline>>
  /** The execution that a commit started, once it has ended. */
  const ended = async (index: number) => {
    for (;;) {
      const execution = engine.executions()[index]
      if (execution) return pipelines.api.ended('web', execution.id)
      await new Promise<void>((resolve) => {
        const off = pipelines.api.onChange(() => {
          off()
          resolve()
        })
      })
    }
  }
  return { world, connections, connection, push, deployed, client, engine, ended, objects }
}

/** The stage that takes a push. */
export const source = (connection: string, more: Shape = {}) => ({
  Name: 'Source',
  Actions: [
    action('App', ['Source', 'CodeStarSourceConnection'], {
      Configuration: { ConnectionArn: connection, FullRepositoryId: 'acme/web', BranchName: 'main', ...more },
      OutputArtifacts: [{ Name: 'Source' }],
      Namespace: 'Src',
    }),
  ],
})
/** The stage that builds an image. */
export const build = {
  Name: 'Build',
  Actions: [
    action('Bake', ['Build', 'CodeBuild'], {
      Configuration: { ProjectName: 'bake', EnvironmentVariables: '[{"name":"COMMIT","value":"#{Src.CommitId}"}]' },
      InputArtifacts: [{ Name: 'Source' }],
      OutputArtifacts: [{ Name: 'Images' }],
      Namespace: 'Bake',
    }),
  ],
}
/** The stage that deploys it. */
export const deploy = {
  Name: 'Deploy',
  Actions: [
    action('Ecs', ['Deploy', 'ECS'], {
      Configuration: { ClusterName: 'main', ServiceName: 'web' },
      InputArtifacts: [{ Name: 'Images' }],
    }),
  ],
}
