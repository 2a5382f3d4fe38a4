import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  ListBuildsForProjectCommand,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild'
import { describe, expect, it } from 'vitest'
import { codebuild } from '../../../rehearsal/codebuild/codebuild.ts'
import { gitHost } from '../../../rehearsal/git/git-host.ts'
import { pushFiles } from '../../../rehearsal/git/push-files.ts'
import { createServer } from '../../../rehearsal/server/create-server.ts'
import type { ResourceContext } from '../../../rehearsal/service.ts'
import { testWorld } from '../codebuild/test-world.ts'

const bench = async (properties: Record<string, unknown>) => {
  const world = await testWorld()
  const stored = new Map<string, Uint8Array>()
  const lines: string[] = []
  const { service, api } = codebuild(world, {
    s3: {
      get: async (bucket, key) => stored.get(`${bucket}/${key}`),
      put: async (bucket, key, body) => void stored.set(`${bucket}/${key}`, body),
    },
    logs: { write: (group, stream, line) => void lines.push(`${group} ${stream} ${line}`) },
    ssm: { get: async () => undefined },
    secrets: { get: async () => undefined },
    git: gitHost(world),
  })
  const server = await createServer({
    world,
    services: [service],
    port: 0,
    routes: [],
    rest: {},
    principal: () => 'root',
  })
  world.signal.addEventListener('abort', () => void server.stop())
  world.endpointUrl = server.endpoint
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new CodeBuildClient({ endpoint: server.endpoint, region: world.region, credentials, maxAttempts: 1 })
  const provider = service.resources?.['AWS::CodeBuild::Project']
  const made = await provider?.create(
    { Name: 'web', ServiceRole: 'arn:aws:iam::111111111111:role/build', ...properties },
    {} as ResourceContext,
  )
  const ended = async (id: string | undefined) =>
    (
      await expect
        .poll(async () => (await client.send(new BatchGetBuildsCommand({ ids: [String(id)] }))).builds?.[0], {
          timeout: 20_000,
        })
        .toMatchObject({ buildComplete: true })
        .then(() => client.send(new BatchGetBuildsCommand({ ids: [String(id)] })))
    ).builds?.[0]
  return { world, client, made, api, stored, lines, ended, service }
}

const Environment = {
  Type: 'LINUX_CONTAINER',
  Image: 'aws/codebuild/standard:7.0',
  ComputeType: 'BUILD_GENERAL1_SMALL',
  EnvironmentVariables: [{ Name: 'MODE', Value: 'project' }],
}

describe('CodeBuild over the wire', () => {
  it('runs a project that CloudFormation made, from a repository to an artifact in S3', async () => {
    const one = await bench({
      Environment,
      Source: { Type: 'GITHUB', Location: 'https://github.com/acme/web.git' },
      SourceVersion: 'main',
      Artifacts: { Type: 'S3', Location: 'out', Name: 'web.zip' },
      LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: '/ci/web' } },
    })
    expect(one.made).toEqual({
      physicalId: 'web',
      attributes: { Arn: 'arn:aws:codebuild:eu-west-1:111111111111:project/web' },
    })
    const path = await gitHost(one.world).create('acme/web')
    const buildspec =
      "version: 0.2\nphases:\n  build:\n    commands: ['echo $MODE $CODEBUILD_BUILD_NUMBER']\nartifacts: { files: [a.txt] }\n"
    await pushFiles(one.world, { path, branch: 'main', message: 'x' }, { 'buildspec.yml': buildspec, 'a.txt': 'a' })
    const { projects, projectsNotFound } = await one.client.send(
      new BatchGetProjectsCommand({ names: ['web', 'none'] }),
    )
    expect([projects?.[0]?.environment?.image, projectsNotFound]).toEqual(['aws/codebuild/standard:7.0', ['none']])
    const environmentVariablesOverride = [{ name: 'MODE', value: 'start' }]
    const { build } = await one.client.send(new StartBuildCommand({ projectName: 'web', environmentVariablesOverride }))
    const done = await one.ended(build?.id)
    expect(done).toMatchObject({
      buildStatus: 'SUCCEEDED',
      currentPhase: 'COMPLETED',
      logs: { groupName: '/ci/web', streamName: build?.id?.split(':')[1] },
      artifacts: { location: 'arn:aws:s3:::out/web.zip' },
    })
    expect(done?.phases?.map((phase) => phase.phaseType)).toEqual([
      ...['SUBMITTED', 'QUEUED', 'PROVISIONING', 'DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD'],
      ...['UPLOAD_ARTIFACTS', 'FINALIZING', 'COMPLETED'],
    ])
    expect(one.lines).toContain(`/ci/web ${build?.id?.split(':')[1]} start 1`)
    expect([...one.stored.keys()]).toEqual(['out/web.zip'])
    expect((await one.client.send(new ListBuildsForProjectCommand({ projectName: 'web' }))).ids).toEqual([build?.id])
  })

  it('stops a build with all its processes', async () => {
    const BuildSpec = "version: 0.2\nphases:\n  build:\n    commands: ['echo started', 'sleep 300']\n"
    const one = await bench({
      Environment,
      Source: { Type: 'NO_SOURCE', BuildSpec },
      Artifacts: { Type: 'NO_ARTIFACTS' },
    })
    const { build } = await one.client.send(new StartBuildCommand({ projectName: 'web' }))
    await expect.poll(() => one.lines.join('\n'), { timeout: 10_000 }).toContain('started')
    await one.client.send(new StopBuildCommand({ id: build?.id }))
    expect(await one.ended(build?.id)).toMatchObject({ buildStatus: 'STOPPED' })
  })

  it('refuses an unknown project, and to start one that belongs to a pipeline', async () => {
    const one = await bench({ Environment, Source: { Type: 'CODEPIPELINE' }, Artifacts: { Type: 'CODEPIPELINE' } })
    const start = (projectName: string) => one.client.send(new StartBuildCommand({ projectName }))
    await expect(start('none')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Project cannot be found: none',
    })
    await expect(start('web')).rejects.toMatchObject({ name: 'InvalidInputException' })
  })

  it('keeps the directories of cache.paths from build to build', async () => {
    const command = 'if [ -f deps/x ]; then echo warm; else mkdir -p deps; echo x > deps/x; echo cold; fi'
    const BuildSpec = `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\ncache: { paths: ['deps/**/*'] }\n`
    const Cache = { Type: 'LOCAL', Modes: ['LOCAL_CUSTOM_CACHE'] }
    const one = await bench({
      Environment,
      Source: { Type: 'NO_SOURCE', BuildSpec },
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Cache,
    })
    for (const expected of ['cold', 'warm']) {
      const { build } = await one.client.send(new StartBuildCommand({ projectName: 'web' }))
      await one.ended(build?.id)
      expect(one.lines.map((line) => line.split(' ').slice(2).join(' '))).toContain(expected)
    }
  })
})
