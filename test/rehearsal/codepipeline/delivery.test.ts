import {
  CodePipelineClient,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
} from '@aws-sdk/client-codepipeline'
import { describe, expect, it } from 'vitest'
import { codebuild } from '../../../rehearsal/codebuild/codebuild.ts'
import { codeconnections } from '../../../rehearsal/codeconnections/codeconnections.ts'
import { codepipeline } from '../../../rehearsal/codepipeline/codepipeline.ts'
import type { EcsDeployment } from '../../../rehearsal/codepipeline/ports.ts'
import { gitHost } from '../../../rehearsal/git/git-host.ts'
import { pushFiles } from '../../../rehearsal/git/push-files.ts'
import { createServer } from '../../../rehearsal/server/create-server.ts'
import type { ResourceContext, Shape } from '../../../rehearsal/service.ts'
import { testWorld } from '../codebuild/test-world.ts'

const buildspec = `version: 0.2
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

const action = (name: string, type: [category: string, provider: string], more: Shape = {}) => ({
  Name: name,
  ActionTypeId: { Category: type[0], Owner: 'AWS', Provider: type[1], Version: '1' },
  ...more,
})

const bench = async (stages: (connection: string) => Shape[], more: Shape = {}) => {
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

const source = (connection: string, more: Shape = {}) => ({
  Name: 'Source',
  Actions: [
    action('App', ['Source', 'CodeStarSourceConnection'], {
      Configuration: { ConnectionArn: connection, FullRepositoryId: 'acme/web', BranchName: 'main', ...more },
      OutputArtifacts: [{ Name: 'Source' }],
      Namespace: 'Src',
    }),
  ],
})
const build = {
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
const deploy = {
  Name: 'Deploy',
  Actions: [
    action('Ecs', ['Deploy', 'ECS'], {
      Configuration: { ClusterName: 'main', ServiceName: 'web' },
      InputArtifacts: [{ Name: 'Images' }],
    }),
  ],
}

describe('a pipeline', () => {
  it('fails its first execution while the connection is PENDING, and delivers a push once it is authorized', async () => {
    const one = await bench((connection) => [source(connection), build, deploy])
    const first = await one.ended(0)
    expect(first.status).toBe('Failed')
    expect(first.actions.get('Source/App')?.error?.message).toMatch(/is not available: it is PENDING/)
    one.connections.api.authorize(one.connection)
    const commit = await one.push({ 'buildspec.yml': buildspec, image: 'sha256:1' }, 'first\n\nbody')
    const second = await one.ended(1)
    expect(second.status).toBe('Succeeded')
    expect(one.deployed).toEqual([
      { cluster: 'main', service: 'web', images: [{ name: 'web', imageUri: 'web@sha256:1' }] },
    ])
    const { pipelineExecutionSummaries } = await one.client.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'web' }),
    )
    expect(pipelineExecutionSummaries?.[0]).toMatchObject({
      status: 'Succeeded',
      trigger: { triggerType: 'WebhookV2' },
      sourceRevisions: [{ actionName: 'App', revisionId: commit, revisionSummary: 'first\n\nbody' }],
    })
    const { actionExecutionDetails } = await one.client.send(new ListActionExecutionsCommand({ pipelineName: 'web' }))
    const bake = actionExecutionDetails?.find((detail) => detail.actionName === 'Bake')
    expect(bake?.input?.resolvedConfiguration?.EnvironmentVariables).toContain(commit)
    expect(bake?.output?.outputVariables).toEqual({ IMAGE: 'web@sha256:1' })
    expect(bake?.output?.executionResult?.externalExecutionId).toMatch(/^bake:/)
  })

  it('says which command failed, and retries the stage with what it built before', async () => {
    const one = await bench((connection) => [source(connection), build, deploy])
    await one.ended(0)
    one.connections.api.authorize(one.connection)
    await one.push({ 'buildspec.yml': buildspec, image: 'crashing' })
    const failed = await one.ended(1)
    expect(failed.actions.get('Deploy/Ecs')?.error).toEqual({ code: 'JobFailed', message: 'rolled back' })
    await one.push({ broken: '' })
    const broken = await one.ended(2)
    expect(broken.actions.get('Build/Bake')?.error?.message).toBe(
      'Build terminated with state: FAILED. Phase: BUILD: COMMAND_EXECUTION_ERROR: Error while executing command: test ! -f broken. Reason: exit status 1',
    )
    const retry = { pipelineName: 'web', retryMode: 'FAILED_ACTIONS' as const }
    await expect(
      one.client.send(new RetryStageExecutionCommand({ ...retry, stageName: 'Build', pipelineExecutionId: failed.id })),
    ).rejects.toMatchObject({ name: 'NotLatestPipelineExecutionException' })
    await one.client.send(
      new RetryStageExecutionCommand({ ...retry, stageName: 'Deploy', pipelineExecutionId: failed.id }),
    )
    await one.engine.idle()
    expect(failed.history.map((run) => run.action)).toEqual(['App', 'Bake', 'Ecs', 'Ecs'])
  })

  it('rolls a stage back to an execution that succeeded in it', async () => {
    const one = await bench((connection) => [
      source(connection),
      build,
      { ...deploy, OnFailure: { Result: 'ROLLBACK' } },
    ])
    await one.ended(0)
    one.connections.api.authorize(one.connection)
    await one.push({ 'buildspec.yml': buildspec, image: '1' })
    const good = await one.ended(1)
    await one.push({ image: '2' })
    await one.ended(2)
    const { pipelineExecutionId } = await one.client.send(
      new RollbackStageCommand({ pipelineName: 'web', stageName: 'Deploy', targetPipelineExecutionId: good.id }),
    )
    expect((await one.ended(3)).id).toBe(pipelineExecutionId)
    await one.push({ image: 'crashing' })
    expect((await one.ended(4)).status).toBe('Failed')
    expect(await one.ended(5)).toMatchObject({
      type: 'ROLLBACK',
      status: 'Succeeded',
      trigger: { type: 'AutomatedRollback' },
    })
    expect(one.deployed.map((deployment) => deployment.images[0]?.imageUri)).toEqual([
      'web@1',
      'web@2',
      'web@1',
      'web@2',
    ])
  })

  it('waits for an approval and runs commands with variables from earlier actions', async () => {
    const check = {
      Name: 'Check',
      Actions: [
        action('Ask', ['Approval', 'Manual'], { Configuration: { CustomData: 'ship #{Src.BranchName}?' } }),
        action('Say', ['Compute', 'Commands'], {
          RunOrder: 2,
          Commands: [
            'cat image',
            'WHAT="$(cat image) of #{Src.FullRepositoryName}"',
            'mkdir out && echo hi > out/a.txt',
          ],
          OutputVariables: ['WHAT'],
          InputArtifacts: [{ Name: 'Source' }],
          OutputArtifacts: [{ Name: 'Text', Files: ['out/*'] }],
          Namespace: 'Say',
        }),
      ],
    }
    const one = await bench((connection) => [source(connection), check])
    await one.ended(0)
    one.connections.api.authorize(one.connection)
    await one.push({ image: 'v7' })
    const token = await expect
      .poll(async () => {
        const { stageStates } = await one.client.send(new GetPipelineStateCommand({ name: 'web' }))
        return stageStates?.[1]?.actionStates?.[0]?.latestExecution
      })
      .toMatchObject({ status: 'InProgress', summary: 'ship main?', token: expect.any(String) })
      .then(() => one.engine.executions()[1]?.actions.get('Check/Ask')?.shown.token)
    const approval = { pipelineName: 'web', stageName: 'Check', actionName: 'Ask', token }
    await one.client.send(new PutApprovalResultCommand({ ...approval, result: { status: 'Approved', summary: 'yes' } }))
    const execution = await one.ended(1)
    expect(execution.status).toBe('Succeeded')
    expect(execution.namespaces.get('Say')).toEqual({ WHAT: 'v7 of acme/web' })
    expect(execution.artifacts.has('Text')).toBe(true)
  })

  it('hands a clone with its history to the build for CODEBUILD_CLONE_REF', async () => {
    const one = await bench((connection) => [
      source(connection, { OutputArtifactFormat: 'CODEBUILD_CLONE_REF' }),
      build,
      deploy,
    ])
    await one.ended(0)
    one.connections.api.authorize(one.connection)
    const spec = buildspec.replace('$(cat image)', '$(git log --oneline | wc -l | tr -d " ")')
    await one.push({ 'buildspec.yml': spec })
    await one.ended(1)
    await one.push({ other: '1' })
    await one.ended(2)
    expect(one.deployed.map((deployment) => deployment.images[0]?.imageUri)).toEqual(['web@1', 'web@2'])
  })

  it('starts only for pushes that its filters let through', async () => {
    const Triggers = [
      {
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: {
          SourceActionName: 'App',
          Push: [
            {
              Branches: { Includes: ['main', 'release/*'] },
              FilePaths: { Includes: ['src/**'], Excludes: ['**/*.md'] },
            },
          ],
        },
      },
    ]
    const one = await bench((connection) => [source(connection), build], { Triggers })
    await one.ended(0)
    one.connections.api.authorize(one.connection)
    const spec = { 'buildspec.yml': buildspec, image: '1' }
    await one.push({ ...spec, 'src/a.md': 'x' })
    await one.push({ ...spec, 'src/a.ts': 'x' }, 'feature', 'feature')
    const wanted = await one.push({ ...spec, 'src/a.ts': 'x' }, 'release', 'release/1')
    await expect.poll(() => one.engine.executions().length).toBe(2)
    expect((await one.ended(1)).revisions[0]?.id).toBe(wanted)
  })
})
