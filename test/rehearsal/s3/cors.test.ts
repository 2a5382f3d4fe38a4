import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const startS3 = async () => {
  const aws = await startTestAws()
  const client = new S3Client(clientOf(aws))
  await client.send(new CreateBucketCommand({ Bucket: 'files' }))
  await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'open/a', Body: 'hello' }))
  const url = `${aws.endpoint}/files/open/a`
  const preflight = (headers: Readonly<Record<string, string>>) => fetch(url, { method: 'OPTIONS', headers })
  return { aws, client, url, preflight, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

const CORSConfiguration = {
  CORSRules: [
    {
      AllowedOrigins: ['https://*.example.com'],
      AllowedMethods: ['PUT'],
      AllowedHeaders: ['content-type', 'x-amz-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 3000,
    },
  ],
}

test('a page that is served here has the origin of its name on AWS, and no other', async () => {
  await using s3 = await startS3()
  await s3.client.send(new PutBucketCorsCommand({ Bucket: 'files', CORSConfiguration }))
  s3.aws.core.s3.originsBy((local) => (local === 'http://127.0.0.1:5000' ? ['https://app.example.com'] : []))
  const asked = (origin: string) => s3.preflight({ origin, 'access-control-request-method': 'PUT' })
  const { status, headers } = await asked('http://127.0.0.1:5000')
  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, 'http://127.0.0.1:5000'])
  expect((await asked('http://127.0.0.1:5001')).status).toBe(403)
})

test('a preflight request is answered by the rules of the bucket', async () => {
  await using s3 = await startS3()
  const asked = {
    origin: 'https://app.example.com',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'Content-Type, x-amz-meta-a',
  }
  expect((await s3.preflight(asked)).status).toBe(403)
  await s3.client.send(new PutBucketCorsCommand({ Bucket: 'files', CORSConfiguration }))
  const { status, headers } = await s3.preflight(asked)
  expect(status).toBe(200)
  expect(Object.fromEntries(headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    'access-control-allow-methods': 'PUT',
    'access-control-allow-headers': 'content-type, x-amz-meta-a',
    'access-control-expose-headers': 'ETag',
    'access-control-max-age': '3000',
  })
})

test.each([
  ['another origin', { origin: 'https://evil.test' }],
  ['another method', { 'access-control-request-method': 'DELETE' }],
  ['another header', { 'access-control-request-headers': 'authorization' }],
])('a preflight request with %s is refused', async (_what, change) => {
  await using s3 = await startS3()
  await s3.client.send(new PutBucketCorsCommand({ Bucket: 'files', CORSConfiguration }))
  const usual = { origin: 'https://app.example.com', 'access-control-request-method': 'PUT' }
  expect((await s3.preflight({ ...usual, ...change })).status).toBe(403)
})

test('without a signature only what the bucket policy opens is read', async () => {
  await using s3 = await startS3()
  expect((await fetch(s3.url)).status).toBe(403)
  const Statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/open/*' }
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await s3.client.send(new PutBucketPolicyCommand({ Bucket: 'files', Policy }))
  expect(await (await fetch(s3.url)).text()).toBe('hello')
  expect((await fetch(s3.url, { method: 'PUT', body: 'x' })).status).toBe(403)
  expect((await fetch(s3.url.replace('/open/', '/shut/'))).status).toBe(403)
})
