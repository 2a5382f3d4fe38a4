import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const key = 'token.actions.githubusercontent.com'
const role = (Condition: unknown, Federated = `arn:aws:iam::111111111111:oidc-provider/${key}`) =>
  new CreateRoleCommand({
    RoleName: 'deployer',
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity', Condition }],
    }),
  })

test.each([
  ['no condition', undefined],
  ['only an audience', { StringEquals: { [`${key}:aud`]: 'sts.amazonaws.com' } }],
  ['any subject', { StringLike: { [`${key}:sub`]: '*' } }],
])('a role for GitHub with %s is refused', async (_what, condition) => {
  await using aws = await startTestAws()
  await expect(new IAMClient(clientOf(aws)).send(role(condition))).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringContaining(`${key}:sub`),
  })
})

test.each([
  ['of GitHub that asks for a subject', { StringLike: { [`${key}:sub`]: 'repo:acme/app:*' } }, undefined],
  ['of a private provider', undefined, 'arn:aws:iam::111111111111:oidc-provider/id.example.com'],
])('a role %s is made', async (_what, condition, provider) => {
  await using aws = await startTestAws()
  const { Role } = await new IAMClient(clientOf(aws)).send(role(condition, provider))
  expect(Role?.RoleName).toBe('deployer')
})
