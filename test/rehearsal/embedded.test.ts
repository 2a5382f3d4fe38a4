import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Embedded, EmbeddedOptions } from '#rehearsal/embedded.ts'
import { bundleEmbedded } from '../../scripts/generate/embedded.ts'
import { zipOf } from './lambda/start-lambda.ts'

describe('the local AWS in one file', () => {
  let place = ''
  let text = ''
  let aws: Embedded
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'embedded-test-'))
    text = await bundleEmbedded()
    await writeFile(join(place, 'local-aws.mjs'), text)
    const { startLocalAws } = await import(/* @vite-ignore */ pathToFileURL(join(place, 'local-aws.mjs')).href)
    aws = await (startLocalAws as (options?: Omit<EmbeddedOptions, 'runtime'>) => Promise<Embedded>)()
  })
  afterAll(async () => {
    await aws.stop()
    await rm(place, { recursive: true })
  })
  const clientOf = () => ({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials })

  it('is the same bytes each time, and small', async () => {
    expect(await bundleEmbedded()).toBe(text)
    expect(text.length).toBeLessThan(1_000_000)
  })

  it('keeps tables, away from every package', async () => {
    const made = await new DynamoDBClient(clientOf()).send(
      new CreateTableCommand({
        TableName: 'things',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    )
    expect(made.TableDescription?.TableName).toBe('things')
  })

  it('runs functions under a role', async () => {
    const lambda = new LambdaClient(clientOf())
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'adds',
        Role: aws.role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: await zipOf({ 'index.mjs': 'export const handler = async ({ a, b }) => a + b' }) },
      }),
    )
    const given = await lambda.send(
      new InvokeCommand({ FunctionName: 'adds', Payload: JSON.stringify({ a: 2, b: 3 }) }),
    )
    expect(given.Payload?.transformToString()).toBe('5')
  })

  it('checks presigned addresses against its keys', async () => {
    const s3 = new S3Client({ ...clientOf(), forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'uploads' }))
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'uploads', Key: 'a' }))
    const put = (to: string) => fetch(to, { method: 'PUT', body: 'text' })
    expect((await put(url)).status).toBe(200)
    expect((await put(url.replace('uploads/a', 'uploads/b'))).status).toBe(403)
  })
})
