import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const startS3 = async () => {
  const aws = await startTestAws()
  const client = new S3Client(clientOf(aws))
  await client.send(new CreateBucketCommand({ Bucket: 'files' }))
  const put = (Key: string, Body: string, more: object = {}) =>
    client.send(new PutObjectCommand({ Bucket: 'files', Key, Body, ...more }))
  const get = async (Key: string, more: object = {}) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'files', Key, ...more }))
    return Body?.transformToString()
  }
  return { aws, client, put, get, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

test('an object comes back with its headers, as the SDK put it', async () => {
  await using s3 = await startS3()
  const { ETag } = await s3.put('a/ü b.txt', 'hello', {
    ContentType: 'text/plain',
    CacheControl: 'max-age=5',
    Metadata: { release: 'r1' },
  })
  expect(await s3.get('a/ü b.txt')).toBe('hello')
  const head = await s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'a/ü b.txt' }))
  expect(head).toMatchObject({
    ContentType: 'text/plain',
    CacheControl: 'max-age=5',
    ContentLength: 5,
    Metadata: { release: 'r1' },
    ETag,
  })
  expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
  expect(head.ContentEncoding).toBeUndefined()
})

test('virtual-host style names the bucket in the host', async () => {
  await using s3 = await startS3()
  await s3.put('k', 'v')
  const { port } = new URL(s3.aws.endpoint)
  const client = new S3Client({ ...clientOf(s3.aws), endpoint: `http://localhost:${port}` })
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { hostname: string; headers: Record<string, string> }
      expect(request.hostname).toBe('files.localhost')
      request.hostname = '127.0.0.1'
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low' },
  )
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'files', Key: 'k' }))
  expect(await Body?.transformToString()).toBe('v')
})

test('a range is a part of the object', async () => {
  await using s3 = await startS3()
  await s3.put('k', '0123456789')
  expect(await s3.get('k', { Range: 'bytes=2-4' })).toBe('234')
  expect(await s3.get('k', { Range: 'bytes=-3' })).toBe('789')
  await expect(s3.get('k', { Range: 'bytes=50-' })).rejects.toMatchObject({ name: 'InvalidRange' })
})

test('If-None-Match keeps an object from being overwritten', async () => {
  await using s3 = await startS3()
  await s3.put('k', 'first', { IfNoneMatch: '*' })
  await expect(s3.put('k', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  })
  expect(await s3.get('k')).toBe('first')
})

test('what is not there is told as S3 tells it', async () => {
  await using s3 = await startS3()
  await expect(s3.get('none')).rejects.toMatchObject({ name: 'NoSuchKey' })
  await expect(s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'none' }))).rejects.toMatchObject({
    name: 'NotFound',
  })
  await expect(s3.client.send(new GetObjectCommand({ Bucket: 'no-bucket', Key: 'k' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  })
  await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'no-bucket' }))).rejects.toMatchObject({
    name: 'NotFound',
  })
})

test('a listing folds at the delimiter and goes on where it stopped', async () => {
  await using s3 = await startS3()
  for (const key of ['a.txt', 'dir/1', 'dir/2', 'dir2/3', 'z']) await s3.put(key, key)
  const folded = await s3.client.send(new ListObjectsV2Command({ Bucket: 'files', Delimiter: '/' }))
  expect(folded.Contents?.map(({ Key }) => Key)).toEqual(['a.txt', 'z'])
  expect(folded.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['dir/', 'dir2/'])
  const seen: (string | undefined)[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await s3.client.send(new ListObjectsV2Command({ Bucket: 'files', MaxKeys: 2, ContinuationToken }))
    seen.push(...(page.Contents ?? []).map(({ Key }) => Key))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
  expect(seen).toEqual(['a.txt', 'dir/1', 'dir/2', 'dir2/3', 'z'])
})

test('versioning keeps what was overwritten and deleted', async () => {
  await using s3 = await startS3()
  await s3.client.send(
    new PutBucketVersioningCommand({ Bucket: 'files', VersioningConfiguration: { Status: 'Enabled' } }),
  )
  expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket: 'files' }))).Status).toBe('Enabled')
  const { VersionId } = await s3.put('k', 'one')
  await s3.put('k', 'two')
  await s3.client.send(new DeleteObjectCommand({ Bucket: 'files', Key: 'k' }))
  await expect(s3.get('k')).rejects.toMatchObject({ name: 'NoSuchKey' })
  expect(await s3.get('k', { VersionId })).toBe('one')
  const versions = await s3.client.send(new ListObjectVersionsCommand({ Bucket: 'files' }))
  expect([versions.Versions?.length, versions.DeleteMarkers?.length]).toEqual([2, 1])
})

test('a multipart upload becomes one object', async () => {
  await using s3 = await startS3()
  const about = { Bucket: 'files', Key: 'big' }
  const { UploadId } = await s3.client.send(
    new CreateMultipartUploadCommand({ ...about, ContentType: 'application/zip' }),
  )
  const parts = await Promise.all(
    ['first ', 'second'].map(async (Body, index) => {
      const { ETag } = await s3.client.send(new UploadPartCommand({ ...about, UploadId, PartNumber: index + 1, Body }))
      return { ETag, PartNumber: index + 1 }
    }),
  )
  const { ETag } = await s3.client.send(
    new CompleteMultipartUploadCommand({ ...about, UploadId, MultipartUpload: { Parts: parts } }),
  )
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
  expect(await s3.get('big')).toBe('first second')
  await expect(s3.client.send(new AbortMultipartUploadCommand({ ...about, UploadId }))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  })
})

test('objects are copied and deleted by the handful', async () => {
  await using s3 = await startS3()
  await s3.put('a', 'x', { ContentType: 'text/css' })
  await s3.client.send(new CopyObjectCommand({ Bucket: 'files', Key: 'b', CopySource: 'files/a' }))
  expect((await s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'b' }))).ContentType).toBe('text/css')
  await expect(s3.client.send(new DeleteBucketCommand({ Bucket: 'files' }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  })
  const { Deleted } = await s3.client.send(
    new DeleteObjectsCommand({ Bucket: 'files', Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }),
  )
  expect(Deleted?.map(({ Key }) => Key)).toEqual(['a', 'b'])
  await s3.client.send(new DeleteBucketCommand({ Bucket: 'files' }))
  expect((await s3.client.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
})

test('an unsigned request is denied', async () => {
  await using s3 = await startS3()
  await s3.put('k', 'v')
  const response = await fetch(`${s3.aws.endpoint}/files/k`)
  expect(response.status).toBe(403)
  expect(await response.text()).toContain('<Code>AccessDenied</Code>')
})

test('other services read, write and hear of objects in process', async () => {
  await using s3 = await startS3()
  const heard: string[] = []
  s3.aws.core.s3.onCreated(({ bucket, key }) => heard.push(`${bucket}/${key}`))
  s3.aws.core.s3.put('files', 'in-process', Buffer.from('x'))
  await s3.put('over-the-wire', 'y')
  expect(heard).toEqual(['files/in-process', 'files/over-the-wire'])
  expect(s3.aws.core.s3.list('files')).toEqual(['in-process', 'over-the-wire'])
  expect(s3.aws.core.s3.get('files', 'over-the-wire')?.toString()).toBe('y')
  expect(s3.aws.core.s3.get('files', 'none')).toBeUndefined()
  await s3.client.send(new PutBucketPolicyCommand({ Bucket: 'files', Policy: '{"Statement":[]}' }))
  expect(s3.aws.core.s3.policy('files')).toBe('{"Statement":[]}')
})
