import { expect, test } from 'vitest'
import { startStacks } from '../cloudformation/stack-fixture.ts'

const bucket = (properties: Record<string, unknown> = {}) => ({
  Resources: {
    B: { Type: 'AWS::S3::Bucket', Properties: properties },
    P: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'B' },
        PolicyDocument: { Statement: [{ Resource: { 'Fn::GetAtt': ['B', 'Arn'] } }] },
      },
    },
  },
})

test('a bucket of a template is a bucket of the local S3, with its policy', async () => {
  await using stacks = await startStacks()
  await stacks.create('store', bucket({ BucketName: 'artifacts' }))
  expect(stacks.aws.core.s3.hasBucket('artifacts')).toBe(true)
  expect(stacks.aws.core.s3.policy('artifacts')).toBe('{"Statement":[{"Resource":"arn:aws:s3:::artifacts"}]}')
})

test('a bucket with objects cannot be deleted with its stack', async () => {
  await using stacks = await startStacks()
  await stacks.create('store', bucket({ BucketName: 'artifacts' }))
  stacks.aws.core.s3.put('artifacts', 'k', Buffer.from('x'))
  expect((await stacks.remove('store')).StackStatus).toBe('DELETE_FAILED')
  expect((await stacks.events('store', true)).join('\n')).toContain(
    'B DELETE_FAILED (The bucket you tried to delete is not empty.)',
  )
})

test('a bucket name that is taken fails the stack', async () => {
  await using stacks = await startStacks()
  stacks.aws.core.s3.createBucket('artifacts')
  expect((await stacks.create('store', bucket({ BucketName: 'artifacts' }))).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await stacks.events('store', true)).join('\n')).toContain('B CREATE_FAILED (artifacts already exists)')
  expect(stacks.aws.core.s3.hasBucket('artifacts')).toBe(true)
})

test('a bucket without a name gets one from its stack', async () => {
  await using stacks = await startStacks()
  await stacks.create('store', bucket())
  const name = stacks.aws.cloudformation.stack('store')?.resources.get('B')?.made?.physicalId
  expect(name).toMatch(/^store-b-[0-9a-f]{12}$/)
})
