import { createHash } from 'node:crypto'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { expect, test } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const startS3 = async (accessKeyId = 'test') => {
  const clock = fakeClock()
  const aws = await startTestAws({ clock })
  const client = new S3Client(clientOf(aws))
  await client.send(new CreateBucketCommand({ Bucket: 'files' }))
  const signer = new S3Client({ ...clientOf(aws), credentials: { accessKeyId, secretAccessKey: 'test' } })
  const sign = (command: PutObjectCommand | GetObjectCommand, signed: readonly string[] = []) =>
    getSignedUrl(signer, command, {
      expiresIn: 60,
      signingDate: clock.now(),
      signableHeaders: new Set(signed),
      unhoistableHeaders: new Set(signed),
    })
  return { aws, clock, client, sign, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

const refusal = async (response: Response) => {
  const text = await response.text()
  return { status: response.status, code: /<Code>(.*?)</.exec(text)?.[1], message: /<Message>(.*?)</.exec(text)?.[1] }
}

test('a presigned PUT stores the object, and a presigned GET reads it', async () => {
  await using s3 = await startS3()
  const put = await s3.sign(
    new PutObjectCommand({ Bucket: 'files', Key: 'a b/ü.png', ContentType: 'image/png', Metadata: { by: 'ada' } }),
    ['content-type'],
  )
  const response = await fetch(put, { method: 'PUT', body: 'picture', headers: { 'content-type': 'image/png' } })
  expect(response.status).toBe(200)
  const head = await s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'a b/ü.png' }))
  expect(head).toMatchObject({ ContentType: 'image/png', ContentLength: 7, Metadata: { by: 'ada' } })
  const get = await s3.sign(new GetObjectCommand({ Bucket: 'files', Key: 'a b/ü.png', ResponseContentType: 'text/x' }))
  const read = await fetch(get)
  expect([read.headers.get('content-type'), await read.text()]).toEqual(['text/x', 'picture'])
})

test('a presigned URL ends with its time', async () => {
  await using s3 = await startS3()
  const url = await s3.sign(new PutObjectCommand({ Bucket: 'files', Key: 'a' }))
  await s3.clock.advance(59_000)
  expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200)
  await s3.clock.advance(2_000)
  expect(await refusal(await fetch(url, { method: 'PUT', body: 'x' }))).toEqual({
    status: 403,
    code: 'AccessDenied',
    message: 'Request has expired',
  })
})

test.each([
  ['another key', (url: string) => url.replace('/files/a?', '/files/b?'), {}],
  ['another method', (url: string) => url, { method: 'GET', body: undefined }],
  ['another content type', (url: string) => url, { headers: { 'content-type': 'text/html' } }],
  ['more bytes', (url: string) => url, { body: '123456' }],
  ['more time', (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'), {}],
  ['a parameter more', (url: string) => `${url}&x-amz-acl=public-read`, {}],
])('a presigned PUT with %s is refused', async (_what, changed, init) => {
  await using s3 = await startS3()
  const url = await s3.sign(
    new PutObjectCommand({ Bucket: 'files', Key: 'a', ContentType: 'image/png', ContentLength: 5 }),
    ['content-type', 'content-length'],
  )
  const usual = { method: 'PUT', body: '12345', headers: { 'content-type': 'image/png' } }
  expect((await fetch(url, usual)).status).toBe(200)
  const response = await fetch(changed(url), { ...usual, ...init } as RequestInit)
  expect(await refusal(response)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
})

test('headers that were not signed, keys that nobody knows and bodies of another checksum are refused', async () => {
  await using s3 = await startS3()
  const url = await s3.sign(new PutObjectCommand({ Bucket: 'files', Key: 'a' }))
  const unsigned = await fetch(url, { method: 'PUT', body: 'x', headers: { 'x-amz-meta-role': 'admin' } })
  expect(await refusal(unsigned)).toMatchObject({
    code: 'AccessDenied',
    message: 'There were headers present in the request which were not signed',
  })
  const ChecksumSHA256 = createHash('sha256').update('y').digest('base64')
  const checked = await s3.sign(new PutObjectCommand({ Bucket: 'files', Key: 'a', ChecksumSHA256 }), [
    'x-amz-checksum-sha256',
  ])
  const headers = { 'x-amz-checksum-sha256': ChecksumSHA256 }
  expect((await fetch(checked, { method: 'PUT', body: 'y', headers })).status).toBe(200)
  expect(await refusal(await fetch(checked, { method: 'PUT', body: 'x', headers }))).toMatchObject({
    code: 'BadDigest',
  })
  await using other = await startS3('AKIANOBODY')
  const strange = await other.sign(new PutObjectCommand({ Bucket: 'files', Key: 'a' }))
  expect(await refusal(await fetch(strange, { method: 'PUT', body: 'x' }))).toMatchObject({
    status: 403,
    code: 'InvalidAccessKeyId',
  })
})

test('a URL that a role signed needs the token that was issued with its key', async () => {
  await using s3 = await startS3()
  const { iam, sts } = { iam: new IAMClient(clientOf(s3.aws)), sts: new STSClient(clientOf(s3.aws)) }
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'presigns',
      AssumeRolePolicyDocument: JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  )
  const RoleArn = 'arn:aws:iam::111111111111:role/presigns'
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }))
  const credentials = { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '' }
  const status = async (more: object) => {
    const signer = new S3Client({ ...clientOf(s3.aws), credentials: { ...credentials, ...more } })
    const command = new PutObjectCommand({ Bucket: 'files', Key: 'a' })
    const url = await getSignedUrl(signer, command, { expiresIn: 60, signingDate: s3.clock.now() })
    return refusal(await fetch(url, { method: 'PUT', body: 'x' }))
  }
  expect(await status({ sessionToken: given?.SessionToken })).toMatchObject({ status: 200 })
  expect(await status({ sessionToken: 'another' })).toMatchObject({ status: 400, code: 'InvalidToken' })
  expect(await status({})).toMatchObject({ status: 400, code: 'InvalidToken' })
})
