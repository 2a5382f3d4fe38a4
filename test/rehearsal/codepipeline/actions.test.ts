import { describe, expect, it } from 'vitest'
import type { PipelineAction } from '../../../rehearsal/cloudformation/pipeline-action.ts'
import { zip } from '../../../rehearsal/codebuild/zip.ts'
import type { ActionJob } from '../../../rehearsal/codepipeline/action.ts'
import { cloudformationAction } from '../../../rehearsal/codepipeline/actions/cloudformation.ts'
import { ecsAction, imageDefinitions } from '../../../rehearsal/codepipeline/actions/ecs.ts'
import { s3Deploy } from '../../../rehearsal/codepipeline/actions/s3-deploy.ts'
import { testWorld } from '../codebuild/test-world.ts'

const artifact = (files: Record<string, string>) =>
  zip(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, { data: Buffer.from(text), mode: 0o100644 }]),
    ),
  )

const job = async (configuration: Record<string, string>, files: Record<string, string>): Promise<ActionJob> =>
  ({
    configuration,
    action: { outputArtifacts: [{ name: 'Out' }] },
    inputs: [{ name: 'In', bytes: await artifact(files) }],
    signal: new AbortController().signal,
    progress: () => {},
  }) as unknown as ActionJob

const storage = () => {
  const puts: unknown[][] = []
  const s3 = {
    get: async () => undefined,
    put: async (bucket: string, key: string, _: Uint8Array, headers?: object) => void puts.push([bucket, key, headers]),
  }
  return { s3, puts }
}

describe('image definitions', () => {
  it.each([
    ['{', 'contains invalid JSON format'],
    ['{"name":"web"}', 'is not a list'],
    ['[{"name":"web"}]', 'lacks "name" or "imageUri"'],
    [`[${' '.repeat(110_000)}]`, 'larger than 100 KB'],
  ])('%.20j is refused', (text, message) => {
    expect(() => imageDefinitions(text, 'imagedefinitions.json')).toThrow(message)
  })
})

describe('the ECS action', () => {
  it('names the file that the artifact lacks', async () => {
    const ecs = { deploy: async () => ({ ok: true, message: '' }) }
    const outcome = await ecsAction(await testWorld(), { ...storage(), ecs })(
      await job({ ServiceName: 'web' }, { 'other.json': '[]' }),
    )
    expect(outcome).toMatchObject({
      status: 'Failed',
      error: { message: expect.stringContaining('Did not find the image definition file imagedefinitions.json') },
    })
  })
})

describe('the S3 deploy action', () => {
  it('extracts an artifact with content types, or stores it whole', async () => {
    const { s3, puts } = storage()
    const configuration = { BucketName: 'site', ObjectKey: 'www', Extract: 'true', CacheControl: 'no-cache' }
    await s3Deploy({ s3 })(await job(configuration, { 'index.html': '', 'a/b.css': '' }))
    await s3Deploy({ s3 })(await job({ BucketName: 'site', ObjectKey: 'app.zip' }, { 'index.html': '' }))
    expect(puts).toEqual([
      ['site', 'www/index.html', { cacheControl: 'no-cache', contentType: 'text/html' }],
      ['site', 'www/a/b.css', { cacheControl: 'no-cache', contentType: 'text/css' }],
      ['site', 'app.zip', { contentType: 'application/zip' }],
    ])
    expect(await s3Deploy({ s3 })(await job({ BucketName: 'site' }, {}))).toMatchObject({ status: 'Failed' })
  })
})

describe('the CloudFormation action', () => {
  it('takes template, configuration and overrides from artifacts and hands outputs on', async () => {
    const seen: PipelineAction[] = []
    const cloudformation = {
      run: async (action: PipelineAction) => {
        seen.push(action)
        return { ok: true, message: 'done', outputs: { Url: 'u' } }
      },
    }
    const configuration = {
      ActionMode: 'CREATE_UPDATE',
      StackName: 'web',
      TemplatePath: 'In::t.yml',
      TemplateConfiguration: 'In::c.json',
      ParameterOverrides: '{"Image":{"Fn::GetParam":["In","i.json","uri"]},"Size":"2"}',
      Capabilities: 'CAPABILITY_IAM,CAPABILITY_NAMED_IAM',
      OutputFileName: 'o.json',
    }
    const files = {
      't.yml': 'Resources: {}',
      'c.json': '{"Parameters":{"Size":"1","Kept":"k"}}',
      'i.json': '{"uri":"x@1"}',
    }
    const outcome = await cloudformationAction({ ...storage(), cloudformation })(await job(configuration, files))
    expect(seen).toEqual([
      {
        mode: 'CREATE_UPDATE',
        stackName: 'web',
        templateBody: 'Resources: {}',
        parameters: { Size: '2', Kept: 'k', Image: 'x@1' },
        tags: {},
        capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      },
    ])
    expect(outcome).toMatchObject({ status: 'Succeeded', variables: { StackName: 'web', Url: 'u' } })
    expect(Object.keys(outcome.outputs ?? {})).toEqual(['Out'])
  })
})
