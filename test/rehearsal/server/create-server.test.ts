import { CodePipelineClient, ListPipelinesCommand } from '@aws-sdk/client-codepipeline'
import {
  AddTagsToResourceCommand,
  GetParameterCommand,
  PutComplianceItemsCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { clientOf, startTestAws } from '../start-local-aws.ts'

test('an operation that is missing is a 400 in the shape of its protocol, so that SDKs do not retry', async () => {
  await using aws = await startTestAws()
  const json = new SSMClient(clientOf(aws)).send(
    new PutComplianceItemsCommand({
      ResourceId: 'r',
      ResourceType: 't',
      ComplianceType: 'c',
      ExecutionSummary: { ExecutionTime: new Date(0) },
      Items: [],
    }),
  )
  await expect(json).rejects.toMatchObject({
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 400, attempts: 1 },
    message: expect.stringContaining('PutParameter'),
  })
  const query = new STSClient(clientOf(aws)).send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))
  await expect(query).rejects.toMatchObject({
    name: 'InvalidAction',
    $metadata: { httpStatusCode: 400 },
    message: expect.stringContaining('AssumeRole'),
  })
})

test('a service that is missing is a 400 that says what is there', async () => {
  await using aws = await startTestAws()
  const call = new CodePipelineClient(clientOf(aws)).send(new ListPipelinesCommand({}))
  await expect(call).rejects.toMatchObject({
    name: 'UnknownService',
    message: expect.stringMatching(/no service "CodePipeline_20150709"; it has .*cloudformation/),
  })
})

test('the root page says what this is', async () => {
  await using aws = await startTestAws()
  const page = await (await fetch(aws.endpoint)).json()
  expect(page).toMatchObject({
    name: 'Launchway local AWS',
    account: '111111111111',
    services: expect.arrayContaining(['cloudformation', 's3', 'sts']),
  })
})

test('a port in use is told with the port and the way out', async () => {
  await using aws = await startTestAws()
  const port = Number(new URL(aws.endpoint).port)
  await expect(startTestAws({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use\n  fix:`)
})

test('a failure inside an operation is a 500 and is noticed', async () => {
  const notices: string[] = []
  await using aws = await startTestAws({
    notice: ({ says }) => notices.push(says),
    services: () => ({
      services: [
        {
          name: 'broken',
          protocol: 'json',
          target: 'Broken',
          operations: {
            Do: () => {
              throw new Error('oops')
            },
          },
        },
      ],
    }),
  })
  const response = await fetch(aws.endpoint, { method: 'POST', headers: { 'x-amz-target': 'Broken.Do' }, body: '{}' })
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({ __type: 'InternalFailure', message: 'oops' })
  expect(notices.join()).toContain('oops')
})

test('a raw route comes before the protocols, but not before a signed request', async () => {
  await using aws = await startTestAws({
    services: () => ({
      services: [],
      routes: [{ prefix: '/images/', handle: (_request, response) => void response.end('registry') }],
    }),
  })
  expect(await (await fetch(`${aws.endpoint}/images/`)).text()).toBe('registry')
  aws.core.s3.createBucket('images')
  const signed = await fetch(`${aws.endpoint}/images/`, {
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/s3/aws4_request' },
  })
  expect(await signed.text()).toContain('<ListBucketResult')
})

test('a REST service is found by its signing name', async () => {
  await using aws = await startTestAws({
    services: () => ({
      services: [],
      rest: { cloudfront: ({ path }) => ({ status: 200, headers: {}, body: `rest ${path}` }) },
    }),
  })
  const response = await fetch(`${aws.endpoint}/2020-05-31/distribution`, {
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/cloudfront/aws4_request' },
  })
  expect(await response.text()).toBe('rest /2020-05-31/distribution')
})

test('a body that is no JSON is refused as AWS refuses it', async () => {
  await using aws = await startTestAws()
  const response = await fetch(aws.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSSM.GetParameter' },
    body: 'not json',
  })
  expect([response.status, await response.json()]).toMatchObject([400, { __type: 'SerializationException' }])
})

test('tags and other calls without an answer answer nothing', async () => {
  await using aws = await startTestAws()
  const client = new SSMClient(clientOf(aws))
  const answer = await client.send(
    new AddTagsToResourceCommand({ ResourceType: 'Parameter', ResourceId: 'x', Tags: [] }),
  )
  expect(answer.$metadata.httpStatusCode).toBe(200)
  await expect(client.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  })
})

test('stopping twice is stopping once', async () => {
  const aws = await startTestAws()
  await Promise.all([aws.stop(), aws.stop()])
  await expect(fetch(aws.endpoint)).rejects.toThrow()
})
