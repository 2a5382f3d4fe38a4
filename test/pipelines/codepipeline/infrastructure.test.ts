// The infrastructure pipeline as it is emitted, run by the local CodePipeline.
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { delivery, environment, func, github, infrastructurePipeline, site, table } from '#model'
import { manifestFrom } from '#pipelines/generate.ts'
import { clientOf } from '../../rehearsal/start-local-aws.ts'
import { startDelivery, type Tree } from './a-machine.ts'

const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const withIndexes = (indexes: Readonly<Record<string, readonly [string]>>) => {
  const messages = table('messages', { key: ['id'], indexes })
  return delivery({
    name: 'acme',
    repo: github('acme/app', { release: 'release' }),
    environments: [production],
    services: [],
    sites: [site('web', { folder: 'web', build: 'make', output: 'dist' })],
    functions: [func('resize', { source: 'functions/resize', uses: [messages.read()] })],
    infrastructure: infrastructurePipeline({ role: 'deployer' }),
  })
}
const first: Tree = { 'functions/resize/index.mjs': 'export const handler = 1\n', 'functions/resize/lib/a.mjs': '' }
const second: Tree = { ...first, 'functions/resize/index.mjs': 'export const handler = 2\n' }
const pipeline = 'acme-production-infrastructure'

it('prepares, shows, waits for a person and executes, stack after stack, with the code of functions', async () => {
  await using here = await startDelivery('eu-west-1')
  const [before, after] = [withIndexes({}), withIndexes({ author: ['author'] })]
  await here.push(before, first, 'as it stands')
  expect((await here.deploy(before, production, first)).filter(({ is }) => is === 'failed')).toEqual([])
  const codeKey = () => here.machine.aws.cloudformation.stack('acme-production-function-resize')?.target?.texts.CodeKey
  const keyBefore = codeKey()

  await here.push(after, second, 'an index, and another handler')
  const said = new Map<string | undefined, string | undefined>()
  await expect
    .poll(
      async () => {
        const answered = await here.answer(pipeline, 'Approved')
        if (answered) said.set(answered.stage, answered.says)
        const failed = (await here.stateOf(pipeline)).filter(({ status }) => status === 'Failed')
        expect(failed.filter(({ stageName }) => stageName !== 'Source')).toEqual([])
        return [...said.keys()]
      },
      { timeout: 90_000, interval: 100 },
    )
    .toEqual(['Bootstrap', 'Tables', 'FunctionResize', 'SiteWeb', 'SyncRole'])
  await expect
    .poll(async () => (await here.stateOf(pipeline)).at(-1)?.status, { timeout: 30_000, interval: 100 })
    .toBe('Succeeded')

  expect(said.get('Bootstrap')).toContain('nothing changes')
  expect(said.get('Tables')).toMatch(/Modify Messages False/)
  expect(said.get('FunctionResize')).toMatch(/Modify Function/)

  // The key is the one that a deployment from this folder would give, so that neither undoes the other.
  const key = codeKey() ?? ''
  expect(key).not.toBe(keyBefore)
  expect(await here.deploy(after, production, second)).toEqual(
    manifestFrom(after, production).stacks.map(() => expect.objectContaining({ is: 'done' })),
  )
  expect(codeKey()).toBe(key)
  const bucket = (await here.cloud.stacks.exports()).get('acme-production-bootstrap-bucketName')
  const s3 = new S3Client({ ...clientOf(here.machine.aws), forcePathStyle: true })
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const files = unzipSync((await object.Body?.transformToByteArray()) ?? new Uint8Array())
  expect(new TextDecoder().decode(files['index.mjs'])).toBe('export const handler = 2\n')
})

it('executes nothing that a person rejects', async () => {
  await using here = await startDelivery('eu-west-1')
  const before = withIndexes({})
  await here.push(before, first, 'as it stands')
  await here.deploy(before, production, first)
  await here.push(withIndexes({ author: ['author'] }), second, 'an index')
  await expect
    .poll(async () => (await here.answer(pipeline, 'Approved'))?.stage, { timeout: 60_000, interval: 100 })
    .toBe('Bootstrap')
  await expect
    .poll(async () => (await here.answer(pipeline, 'Rejected'))?.stage, { timeout: 60_000, interval: 100 })
    .toBe('Tables')
  await expect
    .poll(async () => (await here.stateOf(pipeline)).find(({ actionName }) => actionName === 'TablesApprove')?.status)
    .toBe('Failed')
  expect(here.machine.aws.cloudformation.stack('acme-production-tables')?.status).toBe('CREATE_COMPLETE')
})
