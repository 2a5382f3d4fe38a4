import { CreateChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { inAccount, preview } from '#pipelines/preview.ts'
import { topic } from '../rehearsal/cloudformation/stack-fixture.ts'
import { clientOf } from '../rehearsal/start-local-aws.ts'
import { listenedTo, manifestWith, stackFile, startEnvironment, topicStack } from './an-environment.ts'

const tables = topicStack('tables', 'tab')
const service = topicStack('service', 'ser', [tables])

it('says what CloudFormation says, and reads off the template what cannot be asked about yet', async () => {
  await using here = await startEnvironment()
  const plan = await preview(here.cloud, manifestWith(service, tables), 'one')
  expect(plan).toMatchObject({ environment: 'production', account: '111111111111', region: 'eu-west-1' })
  expect(plan.stacks.map(({ stack, kind, predicted, changes }) => [stack.id, kind, predicted, changes.length])).toEqual(
    [
      ['tables', 'create', false, 1],
      ['service', 'create', true, 1],
    ],
  )
})

it('says the old and the new value of what would change', async () => {
  await using here = await startEnvironment()
  await here.deploy(manifestWith(tables))
  const plan = await preview(here.cloud, manifestWith(topicStack('tables', 'new')), 'one')
  expect(plan.stacks).toMatchObject([
    {
      kind: 'update',
      changes: [
        {
          action: 'Modify',
          logicalId: 'Topic',
          replacement: 'False',
          properties: [{ path: expect.stringContaining('DisplayName'), before: 'tab', after: 'new' }],
        },
      ],
    },
  ])
})

it('leaves nothing behind: no stack that was not there, no change set on one that was', async () => {
  await using here = await startEnvironment()
  await here.deploy(manifestWith(tables))
  const before = await here.describe('hello-tables')
  await preview(here.cloud, manifestWith(topicStack('tables', 'new'), topicStack('other', 'o')), 'one')
  expect(await here.statuses()).toEqual(['hello-tables CREATE_COMPLETE'])
  expect((await here.changeSets('hello-tables')).filter((name) => name.includes('preview'))).toEqual([])
  expect(await here.describe('hello-tables')).toEqual(before)
})

it('leaves nothing behind when CloudFormation refuses a template', async () => {
  await using here = await startEnvironment()
  const imports = stackFile('broken', {
    template: JSON.stringify({ Resources: { Topic: topic({ DisplayName: { 'Fn::ImportValue': 'never-exported' } }) } }),
  })
  await expect(preview(here.cloud, manifestWith(imports), 'one')).rejects.toMatchObject({
    findings: [{ code: 'change-set-refused', says: expect.stringContaining('never-exported') }],
  })
  expect(await here.statuses()).toEqual([])
})

it('leaves the change set that someone else has pending on a new stack, and that stack', async () => {
  await using here = await startEnvironment()
  await here.client.send(
    new CreateChangeSetCommand({
      StackName: 'hello-tables',
      ChangeSetName: 'theirs',
      ChangeSetType: 'CREATE',
      TemplateBody: tables.template,
    }),
  )
  const plan = await preview(here.cloud, manifestWith(tables), 'one')
  expect(plan.stacks).toMatchObject([{ kind: 'create', predicted: false }])
  expect(await here.changeSets('hello-tables')).toEqual(['theirs'])
  expect(await here.statuses()).toEqual(['hello-tables REVIEW_IN_PROGRESS'])
})

it('never executes, and removes only the empty stack that came with its own change set', async () => {
  await using here = await startEnvironment()
  const calls = new Set<string>()
  await preview(
    listenedTo(here.cloud, (call) => calls.add(call)),
    manifestWith(tables, service),
    'one',
  )
  expect(calls).not.toContain('stacks.execute')
})

it('refuses credentials of another account before it asks anything else', async () => {
  await using here = await startEnvironment()
  const calls: string[] = []
  const listened = listenedTo(here.cloud, (call) => calls.push(call))
  await expect(preview(listened, { ...manifestWith(tables), account: '222222222222' }, 'one')).rejects.toMatchObject({
    findings: [{ code: 'wrong-account', says: expect.stringMatching(/111111111111.*222222222222/) }],
    exit: 2,
  })
  expect(calls).toEqual([])
  await expect(inAccount(here.cloud, manifestWith())).resolves.toBeUndefined()
})

const nested = (bucketExport = 'hello-bootstrap-bucket') =>
  stackFile('tables', { uploads: [{ bucketExport, key: 'nested/abc.yaml', text: 'new text' }] })
const bootstrap = (bucket: string) =>
  stackFile('bootstrap', {
    template: JSON.stringify({
      Resources: { Topic: topic() },
      Outputs: { Bucket: { Value: bucket, Export: { Name: 'hello-bootstrap-bucket' } } },
    }),
  })

it('adds the files a template points to where they are missing, and never replaces one; a deployment does', async () => {
  await using here = await startEnvironment()
  const s3 = new S3Client({ ...clientOf(here.aws), forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }))
  const at = { Bucket: 'files', Key: 'nested/abc.yaml' }
  const text = async () => (await s3.send(new GetObjectCommand(at))).Body?.transformToString()
  await here.deploy(manifestWith(bootstrap('files')))
  await preview(here.cloud, manifestWith(nested()), 'one')
  expect(await text()).toBe('new text')
  await s3.send(new PutObjectCommand({ ...at, Body: 'already there' }))
  await preview(here.cloud, manifestWith(nested()), 'two')
  expect(await text()).toBe('already there')
  await here.deploy(manifestWith(nested()))
  expect(await text()).toBe('new text')
})

it('reads a stack off its template while the bucket for its files does not exist; deploying it alone says so', async () => {
  await using here = await startEnvironment()
  const plan = await preview(here.cloud, manifestWith(nested()), 'one')
  expect(plan.stacks).toMatchObject([{ kind: 'create', predicted: true }])
  const events = await here.deploy(manifestWith(nested()))
  expect(events.at(-1)?.fault?.findings).toMatchObject([
    { code: 'bucket-missing', says: expect.stringContaining('"hello-bootstrap-bucket"') },
  ])
})
