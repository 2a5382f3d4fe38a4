import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { expect, test } from 'vitest'
import { startStacks } from '../cloudformation/stack-fixture.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

test('a secret has a current and a previous value', async () => {
  await using aws = await startTestAws()
  const client = new SecretsManagerClient(clientOf(aws))
  const { ARN } = await client.send(new CreateSecretCommand({ Name: 'db', SecretString: 'one' }))
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-\w{6}$/)
  await client.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'two' }))
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'db' }))).SecretString).toBe('two')
  expect(
    (await client.send(new GetSecretValueCommand({ SecretId: 'db', VersionStage: 'AWSPREVIOUS' }))).SecretString,
  ).toBe('one')
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: ARN }))
  expect(
    Object.values(VersionIdsToStages ?? {})
      .flat()
      .sort(),
  ).toEqual(['AWSCURRENT', 'AWSPREVIOUS'])
})

test('a binary secret comes back byte for byte', async () => {
  await using aws = await startTestAws()
  const client = new SecretsManagerClient(clientOf(aws))
  await client.send(new CreateSecretCommand({ Name: 'key', SecretBinary: Uint8Array.of(0, 255, 7) }))
  expect([...((await client.send(new GetSecretValueCommand({ SecretId: 'key' }))).SecretBinary ?? [])]).toEqual([
    0, 255, 7,
  ])
})

test('a deleted secret is unreadable, and gone when forced', async () => {
  await using aws = await startTestAws()
  const client = new SecretsManagerClient(clientOf(aws))
  await client.send(new CreateSecretCommand({ Name: 'db', SecretString: 'x' }))
  await client.send(new DeleteSecretCommand({ SecretId: 'db' }))
  await expect(client.send(new GetSecretValueCommand({ SecretId: 'db' }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  })
  await client.send(new DeleteSecretCommand({ SecretId: 'db', ForceDeleteWithoutRecovery: true }))
  expect((await client.send(new ListSecretsCommand({}))).SecretList).toEqual([])
  await expect(client.send(new GetSecretValueCommand({ SecretId: 'db' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})

test('builds and tasks read a secret or one key of it, by name, ARN or partial ARN', async () => {
  await using aws = await startTestAws()
  const { secretsManager } = aws.core
  const arn = secretsManager.create('db', '{"user":"u","port":5432}')
  expect(secretsManager.resolve('db', 'user')).toBe('u')
  expect(secretsManager.resolve(arn, 'port')).toBe('5432')
  expect(secretsManager.resolve(arn.slice(0, -7))).toBe('{"user":"u","port":5432}')
  expect(() => secretsManager.resolve('db', 'none')).toThrow('JSONKey none')
  expect(() => secretsManager.resolve('nobody')).toThrow("can't find the specified secret")
})

test('a template generates a password, which an update of other properties keeps', async () => {
  await using stacks = await startStacks()
  const template = (Description: string) => ({
    Resources: {
      S: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          Name: 'db',
          Description,
          GenerateSecretString: {
            SecretStringTemplate: '{"username":"app"}',
            GenerateStringKey: 'password',
            PasswordLength: 20,
            ExcludeCharacters: '"@/\\',
            ExcludePunctuation: true,
          },
        },
      },
    },
  })
  await stacks.create('secret', template('a'))
  const password = stacks.aws.core.secretsManager.resolve('db', 'password')
  expect(password).toMatch(/^[A-Za-z0-9]{20}$/)
  expect(stacks.aws.core.secretsManager.resolve('db', 'username')).toBe('app')
  await stacks.update('secret', template('b'))
  expect(stacks.aws.core.secretsManager.resolve('db', 'password')).toBe(password)
})
