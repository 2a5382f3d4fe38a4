import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { startStacks } from '../cloudformation/stack-fixture.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const startSsm = async () => {
  const aws = await startTestAws()
  const client = new SSMClient(clientOf(aws))
  const put = (Name: string, Value: string, more: object = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }))
  return { aws, client, put, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

test('a parameter has versions, and is overwritten only when told', async () => {
  await using ssm = await startSsm()
  await ssm.put('/app/a', 'one', { Type: 'SecureString' })
  await expect(ssm.put('/app/a', 'two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' })
  expect((await ssm.put('/app/a', 'two', { Overwrite: true, Type: undefined })).Version).toBe(2)
  const { Parameter } = await ssm.client.send(new GetParameterCommand({ Name: '/app/a', WithDecryption: true }))
  expect(Parameter).toMatchObject({
    Value: 'two',
    Version: 2,
    Type: 'SecureString',
    ARN: 'arn:aws:ssm:eu-west-1:111111111111:parameter/app/a',
  })
  expect(Parameter?.LastModifiedDate).toBeInstanceOf(Date)
  expect((await ssm.client.send(new GetParameterCommand({ Name: '/app/a:1' }))).Parameter?.Value).toBe('one')
})

test('several are read at once, the missing ones named', async () => {
  await using ssm = await startSsm()
  await ssm.put('a', '1')
  expect(await ssm.client.send(new GetParametersCommand({ Names: ['a', 'b'] }))).toMatchObject({
    Parameters: [{ Name: 'a' }],
    InvalidParameters: ['b'],
  })
})

test('a path is read level by level or whole, in pages', async () => {
  await using ssm = await startSsm()
  for (const name of ['/app/a', '/app/b/c', '/apple']) await ssm.put(name, 'x')
  const names = async (input: object) =>
    (await ssm.client.send(new GetParametersByPathCommand({ Path: '/app', ...input }))).Parameters?.map(
      ({ Name }) => Name,
    )
  expect(await names({})).toEqual(['/app/a'])
  expect(await names({ Recursive: true })).toEqual(['/app/a', '/app/b/c'])
  expect(await names({ Recursive: true, MaxResults: 1, NextToken: '1' })).toEqual(['/app/b/c'])
})

test('a deleted parameter is gone', async () => {
  await using ssm = await startSsm()
  ssm.aws.core.ssm.put('/app/a', '1')
  await ssm.client.send(new DeleteParameterCommand({ Name: '/app/a' }))
  expect(ssm.aws.core.ssm.get('/app/a')).toBeUndefined()
  await expect(ssm.client.send(new DeleteParameterCommand({ Name: '/app/a' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  })
})

test('a parameter of a template is a parameter of the store', async () => {
  await using stacks = await startStacks()
  const template = (value: string) => ({
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/app/image', Type: 'String', Value: value } } },
    Outputs: { Value: { Value: { 'Fn::GetAtt': ['P', 'Value'] } }, Name: { Value: { Ref: 'P' } } },
  })
  await stacks.create('image', template('v1'))
  const { Outputs } = await stacks.update('image', template('v2'))
  expect(Outputs?.map(({ OutputValue }) => OutputValue)).toEqual(['v2', '/app/image'])
  expect(stacks.aws.core.ssm.get('/app/image')).toBe('v2')
  await stacks.remove('image')
  expect(stacks.aws.core.ssm.get('/app/image')).toBeUndefined()
})
