import { AdminDisableUserCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { startCognito } from './start-cognito.ts'

test('the right password gives tokens, a wrong one does not', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  expect(await users.signIn(pool, 'ada@example.com')).toMatchObject({ ExpiresIn: 3600 })
  await expect(users.signIn(pool, 'ada@example.com', 'Wrong-horse-77')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
})

test('a user who has not confirmed is told so, after the right password only', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.signUp(pool, 'ada@example.com')
  await expect(users.signIn(pool, 'ada@example.com', 'Wrong-horse-77')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  await expect(users.signIn(pool, 'ada@example.com')).rejects.toMatchObject({
    name: 'UserNotConfirmedException',
    message: 'User is not confirmed.',
  })
})

test('an unknown user is told apart from a wrong password only by clients that ask for it', async () => {
  await using users = await startCognito()
  const hiding = await users.pool()
  const telling = await users.pool({}, { PreventUserExistenceErrors: 'LEGACY' })
  await expect(users.signIn(hiding, 'nobody@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(users.signIn(telling, 'nobody@example.com')).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  })
})

test('a disabled user is told so', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  await users.client.send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'ada@example.com' }))
  await expect(users.signIn(pool, 'ada@example.com')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User is disabled.',
  })
})

test('from the fifth wrong password on, a lockout doubles', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  const wrong = () => users.signIn(pool, 'ada@example.com', 'Wrong-horse-77')
  const says = (message: string) => ({ name: 'NotAuthorizedException', message })
  for (let tried = 0; tried < 5; tried++) {
    await expect(wrong()).rejects.toMatchObject(says('Incorrect username or password.'))
  }
  await expect(users.signIn(pool, 'ada@example.com')).rejects.toMatchObject(says('Password attempts exceeded'))
  await users.clock.advance(1000)
  await expect(wrong()).rejects.toMatchObject(says('Incorrect username or password.'))
  await users.clock.advance(1999)
  await expect(users.signIn(pool, 'ada@example.com')).rejects.toMatchObject(says('Password attempts exceeded'))
  await users.clock.advance(1)
  await users.signIn(pool, 'ada@example.com')
  await expect(wrong()).rejects.toMatchObject(says('Incorrect username or password.'))
  await expect(wrong()).rejects.toMatchObject(says('Incorrect username or password.'))
})

test('a flow the client does not allow is refused', async () => {
  await using users = await startCognito()
  const pool = await users.pool({}, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] })
  await users.confirmed(pool, 'ada@example.com')
  await expect(users.signIn(pool, 'ada@example.com')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  })
})

test('a request without any signature is answered', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  const { input } = new InitiateAuthCommand({
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada@example.com', PASSWORD: 'Correct-horse-7' },
  })
  const answer = await fetch(users.aws.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify(input),
  })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } })
})
