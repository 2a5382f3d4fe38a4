// A local AWS with user pools, a real SDK client, and short ways to make pools and users.
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { fakeClock } from '#rehearsal/clock.ts'
import { type CognitoApi, cognito } from '#rehearsal/cognito/cognito.ts'
import type { CognitoPorts } from '#rehearsal/cognito/ports.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

/** A pool as the identity stack makes it, with its one client. */
export interface TestPool {
  readonly poolId: string
  readonly clientId: string
  readonly secret: string | undefined
}

/** A password every test pool accepts. */
export const password = 'Correct-horse-7'

/** Starts user pools on a clock of their own. */
export const startCognito = async (ports?: CognitoPorts) => {
  const clock = fakeClock()
  let api: CognitoApi | undefined
  const aws = await startTestAws({
    clock,
    services: (world) => {
      const users = cognito(world, ports)
      api = users.api
      return { services: [users.service], routes: users.routes }
    },
  })
  const client = new CognitoIdentityProviderClient(clientOf(aws))
  const found = () => {
    if (!api) throw new Error('the services have not been made')
    return api
  }

  const pool = async (
    given: Partial<CreateUserPoolCommandInput> = {},
    app: Partial<CreateUserPoolClientCommandInput> = {},
  ): Promise<TestPool> => {
    const { UserPool } = await client.send(
      new CreateUserPoolCommand({
        PoolName: 'people',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AutoVerifiedAttributes: ['email'],
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
        Schema: [{ Name: 'name', AttributeDataType: 'String', Required: true, Mutable: true }],
        ...given,
      }),
    )
    const poolId = UserPool?.Id ?? ''
    const { UserPoolClient } = await client.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'web',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
        ...app,
      }),
    )
    return { poolId, clientId: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret }
  }

  const signUp = ({ clientId }: TestPool, Username: string) =>
    client.send(
      new SignUpCommand({
        ClientId: clientId,
        Username,
        Password: password,
        UserAttributes: [{ Name: 'name', Value: 'Ada' }],
      }),
    )
  /** The code that was last sent to an address. */
  const codeFor = (address: string): string => found().mails(address)[0]?.code ?? 'none was sent'
  const confirmed = async (pool: TestPool, Username: string) => {
    const made = await signUp(pool, Username)
    await client.send(
      new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode: codeFor(Username) }),
    )
    return made
  }
  const signIn = async ({ clientId }: TestPool, USERNAME: string, PASSWORD = password) => {
    const { AuthenticationResult } = await client.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    )
    const { AccessToken = '', IdToken = '', RefreshToken = '', ExpiresIn } = AuthenticationResult ?? {}
    return { AccessToken, IdToken, RefreshToken, ExpiresIn }
  }
  return {
    aws,
    clock,
    client,
    get api() {
      return found()
    },
    pool,
    signUp,
    codeFor,
    confirmed,
    signIn,
    [Symbol.asyncDispose]: aws[Symbol.asyncDispose],
  }
}
