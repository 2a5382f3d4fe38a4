import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { cognito } from '#rehearsal/cognito/cognito.ts'
import type { AddServices } from '#rehearsal/services.ts'
import { startStacks } from '../cloudformation/stack-fixture.ts'
import { clientOf } from '../start-local-aws.ts'

const services: AddServices = (world) => {
  const users = cognito(world)
  return { services: [users.service], routes: users.routes }
}

const template = (minutes: number, protection = 'INACTIVE') => ({
  Resources: {
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        UserPoolName: 'people',
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        DeletionProtection: protection,
      },
    },
    Client: {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: {
        UserPoolId: { Ref: 'Pool' },
        GenerateSecret: true,
        AccessTokenValidity: minutes,
        TokenValidityUnits: { AccessToken: 'minutes' },
      },
    },
    Editors: {
      Type: 'AWS::Cognito::UserPoolGroup',
      Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'editors', Precedence: minutes },
    },
  },
  Outputs: {
    Pool: { Value: { Ref: 'Pool' } },
    Arn: { Value: { 'Fn::GetAtt': ['Pool', 'Arn'] } },
    Url: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } },
    Name: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderName'] } },
    Client: { Value: { Ref: 'Client' } },
    Secret: { Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } },
    Group: { Value: { Ref: 'Editors' } },
  },
})

const outputsOf = (
  stack: { Outputs?: { OutputKey?: string | undefined; OutputValue?: string | undefined }[] } | undefined,
) => Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))

test('a stack makes pool, client and group, and an update changes them in place', async () => {
  await using stacks = await startStacks({ services })
  const client = new CognitoIdentityProviderClient(clientOf(stacks.aws))
  await stacks.create('identity', template(10))
  const out = outputsOf(await stacks.describe('identity'))
  expect(out).toMatchObject({
    Pool: expect.stringMatching(/^eu-west-1_\w{9}$/),
    Arn: `arn:aws:cognito-idp:eu-west-1:111111111111:userpool/${out.Pool}`,
    Url: `https://cognito-idp.eu-west-1.amazonaws.com/${out.Pool}`,
    Name: `cognito-idp.eu-west-1.amazonaws.com/${out.Pool}`,
    Group: 'editors',
  })
  const at = { UserPoolId: out.Pool }
  await client.send(new AdminCreateUserCommand({ ...at, Username: 'ada@example.com', MessageAction: 'SUPPRESS' }))
  await stacks.update('identity', template(20, 'ACTIVE'))
  const { UserPool } = await client.send(new DescribeUserPoolCommand(at))
  expect(UserPool).toMatchObject({ EstimatedNumberOfUsers: 1, DeletionProtection: 'ACTIVE' })
  const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ ...at, ClientId: out.Client }))
  expect(UserPoolClient).toMatchObject({ AccessTokenValidity: 20, ClientSecret: out.Secret })
  const { Group } = await client.send(new GetGroupCommand({ ...at, GroupName: 'editors' }))
  expect(Group?.Precedence).toBe(20)
})

test('a deleted stack takes its pool along', async () => {
  await using stacks = await startStacks({ services })
  const client = new CognitoIdentityProviderClient(clientOf(stacks.aws))
  await stacks.create('identity', template(10))
  await stacks.remove('identity')
  expect((await client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).UserPools).toEqual([])
})
