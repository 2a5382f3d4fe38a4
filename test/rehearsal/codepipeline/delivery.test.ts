import {
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
} from '@aws-sdk/client-codepipeline'
import { describe, expect, it } from 'vitest'
import { action, bench, build, buildspec, deploy, source } from './delivery-fixture.ts'

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
