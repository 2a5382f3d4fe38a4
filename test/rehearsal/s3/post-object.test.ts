import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { expect, test } from 'vitest'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const startS3 = async () => {
  const aws = await startTestAws()
  const client = new S3Client(clientOf(aws))
  await client.send(new CreateBucketCommand({ Bucket: 'files' }))
  const ticket = (more: Partial<PresignedPostOptions> = {}) =>
    createPresignedPost(client, {
      Bucket: 'files',
      Key: 'avatars/ada',
      Conditions: [
        ['content-length-range', 2, 10],
        ['starts-with', '$Content-Type', 'image/'],
        { 'x-amz-meta-by': 'ada' },
      ],
      Fields: { 'x-amz-meta-by': 'ada' },
      ...more,
    })
  const upload = async (
    { url, fields }: Awaited<ReturnType<typeof ticket>>,
    given: { body?: string; type?: string; more?: Readonly<Record<string, string>> } = {},
  ) => {
    const form = new FormData()
    const all = { ...fields, 'Content-Type': given.type ?? 'image/png', ...given.more }
    for (const [name, value] of Object.entries(all)) form.set(name, value)
    form.set('file', new Blob([given.body ?? 'picture']), 'me.png')
    const response = await fetch(url, { method: 'POST', body: form })
    const text = await response.text()
    return { status: response.status, code: /<Code>(.*?)</.exec(text)?.[1], message: /<Message>(.*?)</.exec(text)?.[1] }
  }
  return { client, ticket, upload, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

test('a form uploads what its policy allows', async () => {
  await using s3 = await startS3()
  expect(await s3.upload(await s3.ticket())).toMatchObject({ status: 204 })
  const object = await s3.client.send(new GetObjectCommand({ Bucket: 'files', Key: 'avatars/ada' }))
  expect(object).toMatchObject({ ContentType: 'image/png', Metadata: { by: 'ada' } })
  expect(await object.Body?.transformToString()).toBe('picture')
})

test.each([
  ['too many bytes', { body: '12345678901' }, { status: 400, code: 'EntityTooLarge' }],
  ['too few bytes', { body: '1' }, { status: 400, code: 'EntityTooSmall' }],
  [
    'another type',
    { type: 'text/html' },
    { status: 403, message: /Policy Condition failed: .*starts-with.*Content-Type/ },
  ],
  ['another key', { more: { key: 'avatars/eve' } }, { status: 403, message: /Policy Condition failed/ }],
  ['another value', { more: { 'x-amz-meta-by': 'eve' } }, { status: 403, message: /Policy Condition failed/ }],
  ['a field more', { more: { acl: 'public-read' } }, { status: 403, message: /Extra input fields: acl/ }],
  [
    'another policy',
    { more: { Policy: Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64') } },
    { status: 403, code: 'SignatureDoesNotMatch' },
  ],
])(
  'a form with %s is refused',
  async (_what, given, { message, ...expected }: { status: number; code?: string; message?: RegExp }) => {
    await using s3 = await startS3()
    const answer = await s3.upload(await s3.ticket(), given)
    expect(answer).toMatchObject(expected)
    if (message) expect(answer.message).toMatch(message)
  },
)

test('a form ends with its time', async () => {
  await using s3 = await startS3()
  expect(await s3.upload(await s3.ticket({ Expires: -1 }))).toMatchObject({
    status: 403,
    message: 'Invalid according to Policy: Policy expired.',
  })
})
