import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

const template = {
  Parameters: {
    Name: { Type: 'String', Default: 'a' },
    Password: { Type: 'String', NoEcho: true, Default: 'hunter2' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/app/image' },
  },
  Resources: { A: topic({ DisplayName: { 'Fn::Sub': '${Name} ${Password} ${Image}' } }) },
}

test('defaults, SSM parameters and NoEcho values reach the resource; the secret is shown nowhere', async () => {
  await using stacks = await startStacks()
  stacks.aws.core.ssm.put('/app/image', 'v1')
  const stack = await stacks.create('web', template)
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'a hunter2 v1' })
  expect(stack.Parameters).toEqual([
    { ParameterKey: 'Name', ParameterValue: 'a' },
    { ParameterKey: 'Password', ParameterValue: '****' },
    { ParameterKey: 'Image', ParameterValue: '/app/image', ResolvedValue: 'v1' },
  ])
  const events = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'web' }))
  expect(JSON.stringify(events)).not.toContain('hunter2')
})

test('an SSM parameter that moved is a change of the stack', async () => {
  await using stacks = await startStacks()
  stacks.aws.core.ssm.put('/app/image', 'v1')
  await stacks.create('web', template)
  stacks.aws.core.ssm.put('/app/image', 'v2')
  await stacks.update('web', template)
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'a hunter2 v2' })
})

test('UsePreviousValue keeps a value, leaving it out goes back to the default', async () => {
  await using stacks = await startStacks()
  stacks.aws.core.ssm.put('/app/image', 'v1')
  await stacks.create('web', template, {
    Parameters: [
      { ParameterKey: 'Name', ParameterValue: 'b' },
      { ParameterKey: 'Password', ParameterValue: 'swordfish' },
    ],
  })
  await stacks.update('web', template, { Parameters: [{ ParameterKey: 'Password', UsePreviousValue: true }] })
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'a swordfish v1' })
})

test('dynamic references are read when the resource is made, and not shown', async () => {
  await using stacks = await startStacks()
  const arn = stacks.aws.core.secretsManager.create('db', '{"password":"s3cret"}')
  stacks.aws.core.ssm.put('/plain', 'p')
  await stacks.create('web', {
    Resources: {
      A: topic({
        DisplayName: `{{resolve:ssm:/plain}} {{resolve:secretsmanager:${arn}:SecretString:password}} {{resolve:secretsmanager:db:SecretString:password::}}`,
      }),
    },
  })
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'p s3cret s3cret' })
  const events = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'web' }))
  expect(JSON.stringify(events)).not.toContain('s3cret')
})

test('a dynamic reference to nothing fails its resource', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic({ DisplayName: '{{resolve:secretsmanager:nobody}}' }) } })
  expect((await stacks.events('web', true)).join('\n')).toContain(
    "A CREATE_FAILED (Secrets Manager can't find the specified secret.)",
  )
})

test.each([
  [[{ ParameterKey: 'Nope', ParameterValue: 'x' }], 'Parameters: [Nope] do not exist in the template'],
  [
    [{ ParameterKey: 'Image', ParameterValue: '/none' }],
    'Unable to fetch parameters [/none] from parameter store for this account.',
  ],
])('parameters %j are refused', async (Parameters, message) => {
  await using stacks = await startStacks()
  stacks.aws.core.ssm.put('/app/image', 'v1')
  await expect(stacks.create('web', template, { Parameters })).rejects.toThrow(message)
})

test('conditions decide which resources and outputs there are', async () => {
  await using stacks = await startStacks()
  const conditional = {
    Parameters: { Env: { Type: 'String', Default: 'dev' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
    Resources: { A: topic(), B: topic({}, { Condition: 'Prod' }) },
    Outputs: { O: { Condition: 'Prod', Value: { Ref: 'B' } } },
  }
  expect((await stacks.create('web', conditional)).Outputs ?? []).toEqual([])
  const stack = await stacks.update('web', conditional, {
    Parameters: [{ ParameterKey: 'Env', ParameterValue: 'prod' }],
  })
  expect(stack.Outputs).toMatchObject([{ OutputValue: 'topic-2' }])
  await stacks.update('web', conditional, { Parameters: [{ ParameterKey: 'Env', ParameterValue: 'dev' }] })
  expect([...stacks.topics.keys()]).toEqual(['topic-1'])
})
