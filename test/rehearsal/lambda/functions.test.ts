import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { startLambda, zipOf } from './start-lambda.ts'

const says = (word: string) =>
  `export const handler = async () => ({ word: '${word}', version: process.env.AWS_LAMBDA_FUNCTION_VERSION, way: process.env.WAY })`

test('a function is described, changed and removed', async () => {
  await using local = await startLambda()
  const made = await local.create('hello', says('one'), { Description: 'greets' })
  expect(made).toMatchObject({
    State: 'Active',
    Version: '$LATEST',
    Timeout: 3,
    MemorySize: 128,
    CodeSize: expect.any(Number),
  })
  expect((await local.invoke('hello')).result).toMatchObject({ word: 'one' })
  const FunctionName = 'hello'
  await local.client.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: await zipOf({ 'index.mjs': says('two') }) }),
  )
  await local.client.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { WAY: 'new' } } }),
  )
  expect((await local.invoke('hello')).result).toMatchObject({ word: 'two', way: 'new' })
  const { Configuration } = await local.client.send(new GetFunctionCommand({ FunctionName }))
  expect(Configuration).toMatchObject({ Description: 'greets', Environment: { Variables: { WAY: 'new' } } })
  expect(Configuration?.CodeSha256).not.toBe(made.CodeSha256)
  await local.client.send(new DeleteFunctionCommand({ FunctionName }))
  expect((await local.client.send(new ListFunctionsCommand({}))).Functions).toEqual([])
  await expect(local.invoke('hello')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a version stays as it was, and an alias points to one', async () => {
  await using local = await startLambda()
  await local.create('hello', says('one'))
  const publish = () => local.client.send(new PublishVersionCommand({ FunctionName: 'hello' }))
  expect(await publish()).toMatchObject({ Version: '1', FunctionArn: expect.stringMatching(/:hello:1$/) })
  expect(await publish()).toMatchObject({ Version: '1' })
  await local.client.send(
    new UpdateFunctionCodeCommand({ FunctionName: 'hello', ZipFile: await zipOf({ 'index.mjs': says('two') }) }),
  )
  await local.client.send(new CreateAliasCommand({ FunctionName: 'hello', Name: 'live', FunctionVersion: '1' }))
  expect((await local.invoke('hello', {}, { Qualifier: 'live' })).result).toMatchObject({ word: 'one', version: '1' })
  expect((await local.invoke('hello:1')).ExecutedVersion).toBe('1')
  expect((await local.invoke('hello')).result).toMatchObject({ word: 'two', version: '$LATEST' })
  await expect(local.invoke('hello:7')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test.each([
  ['another runtime', { Runtime: 'python3.13' }, /the local AWS runs nodejs20\.x, nodejs22\.x, nodejs24\.x/],
  ['a role that Lambda may not take', { Role: 'arn:aws:iam::111111111111:role/other' }, /cannot be assumed by Lambda/],
  ['a reserved variable', { Environment: { Variables: { AWS_REGION: 'x' } } }, /reserved keys.*AWS_REGION/],
  ['too long a timeout', { Timeout: 901 }, /less than or equal|between 1 and 900/],
  ['an object that is not there', { Code: { S3Bucket: 'a', S3Key: 'b' } }, /NoSuchKey/],
  ['a package that is no zip', { Code: { ZipFile: Buffer.from('no') } }, /Could not unzip/],
])('%s is refused', async (_what, more, message) => {
  await using local = await startLambda()
  await expect(local.create('hello', says('one'), more)).rejects.toThrow(message)
})

test.each([
  ['an event that is no JSON', { Payload: 'not json' }, 'InvalidRequestContentException'],
  ['a synchronous event over 6 MB', { Payload: JSON.stringify('x'.repeat(6_291_456)) }, 'RequestTooLargeException'],
  [
    'an asynchronous event over 1 MB',
    { InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(1_048_576)) },
    'RequestTooLargeException',
  ],
] as const)('%s is refused', async (_what, input, name) => {
  await using local = await startLambda()
  await local.create('hello', says('one'))
  await expect(local.client.send(new InvokeCommand({ FunctionName: 'hello', ...input }))).rejects.toMatchObject({
    name,
  })
})

test('a service may call a function only where its policy says so', async () => {
  await using local = await startLambda()
  await local.create('hello', says('one'))
  const caller = (sourceArn: string) => ({ service: 's3.amazonaws.com', sourceArn, account: '111111111111' })
  await expect(local.api.invoke('hello', '{}', caller('arn:aws:s3:::mine'))).rejects.toMatchObject({
    code: 'AccessDeniedException',
  })
  await local.client.send(
    new AddPermissionCommand({
      FunctionName: 'hello',
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::mine',
    }),
  )
  const { payload } = await local.api.invoke(
    'arn:aws:lambda:eu-west-1:111111111111:function:hello',
    '{}',
    caller('arn:aws:s3:::mine'),
  )
  expect(JSON.parse(payload)).toMatchObject({ word: 'one' })
  await expect(local.api.invoke('hello', '{}', caller('arn:aws:s3:::other'))).rejects.toThrow(/not authorized/)
  const { Policy = '' } = await local.client.send(new GetPolicyCommand({ FunctionName: 'hello' }))
  expect(JSON.parse(Policy).Statement).toMatchObject([
    { Sid: 's3', Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::mine' } } },
  ])
})

test('reserved concurrency of nothing lets no event through', async () => {
  await using local = await startLambda()
  await local.create('hello', says('one'))
  await local.client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'hello', ReservedConcurrentExecutions: 0 }))
  await expect(local.invoke('hello')).rejects.toMatchObject({ name: 'TooManyRequestsException' })
})
