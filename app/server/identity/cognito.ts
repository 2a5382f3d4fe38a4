import {
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { personOf } from '../../db/users.ts'
import type { Pool } from '../tokens.ts'
import { isNamed, translated, whereCodeIsGiven } from './cognito-refusals.ts'
import type { Identity } from './identity.ts'

/**
 * A Cognito user pool whose users sign in by email. Passwords travel through this server, over TLS, and are never kept.
 * `watch` gets the client before it is used.
 */
export function cognito(
  { poolId, clientId, endpoint }: Pool,
  watch?: (client: CognitoIdentityProviderClient) => void,
): Identity {
  const client = new CognitoIdentityProviderClient({
    region: poolId.split('_')[0] ?? '',
    ...(endpoint && { endpoint }),
    // None of these operations is signed; the library must not look for credentials.
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  })
  watch?.(client)
  const ClientId = clientId
  return {
    signUp: ({ email, password, handle, displayName }) =>
      translated(async () => {
        const { CodeDeliveryDetails: delivery, UserConfirmed } = await client.send(
          new SignUpCommand({
            ClientId,
            Username: email,
            Password: password,
            UserAttributes: [
              { Name: 'email', Value: email },
              { Name: 'name', Value: displayName },
              { Name: 'preferred_username', Value: handle },
            ],
          }),
        )
        return { codeSentTo: UserConfirmed ? null : (delivery?.Destination ?? '') }
      }),
    confirm: ({ email, code }) =>
      translated(async () => {
        const confirm = new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code })
        await client.send(confirm).catch(whenConfirmed)
      }, whereCodeIsGiven),
    resend: (email) => silently(() => client.send(new ResendConfirmationCodeCommand({ ClientId, Username: email }))),
    signIn: ({ email, password }) =>
      translated(async () => {
        const { AuthenticationResult: result, ChallengeName } = await client.send(
          new InitiateAuthCommand({
            ClientId,
            AuthFlow: 'USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: email, PASSWORD: password },
          }),
        )
        if (result?.AccessToken && result.RefreshToken)
          return { accessToken: result.AccessToken, refreshToken: result.RefreshToken }
        throw new Error(`the user pool asks for ${ChallengeName ?? 'more'}, which this page does not offer`)
      }),
    async refresh(refreshToken) {
      try {
        const { AuthenticationResult: result } = await client.send(
          new InitiateAuthCommand({
            ClientId,
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            AuthParameters: { REFRESH_TOKEN: refreshToken },
          }),
        )
        if (!result?.AccessToken) return undefined
        return { accessToken: result.AccessToken, refreshToken: result.RefreshToken ?? refreshToken }
      } catch (error) {
        if (isNamed(error, 'NotAuthorizedException', 'UserNotFoundException', 'InvalidParameterException'))
          return undefined
        return translated(() => Promise.reject(error))
      }
    },
    forgot: (email) => silently(() => client.send(new ForgotPasswordCommand({ ClientId, Username: email }))),
    reset: ({ email, code, password }) =>
      translated(async () => {
        const given = { ClientId, Username: email, ConfirmationCode: code, Password: password }
        await client.send(new ConfirmForgotPasswordCommand(given)).catch(whenConfirmed)
      }, whereCodeIsGiven),
    signOut: (refreshToken) => silently(() => client.send(new RevokeTokenCommand({ ClientId, Token: refreshToken }))),
    signOutEverywhere: (accessToken) =>
      translated(async () => {
        await client.send(new GlobalSignOutCommand({ AccessToken: accessToken }))
      }),
    person: (accessToken) =>
      translated(async () => {
        const { UserAttributes = [] } = await client.send(new GetUserCommand({ AccessToken: accessToken }))
        const of = (name: string): string => UserAttributes.find(({ Name }) => Name === name)?.Value ?? ''
        return personOf({ sub: of('sub'), handle: of('preferred_username'), name: of('name') })
      }),
  }
}

/**
 * A confirmation is done when its trigger is called: that one failing is not the caller's concern, since whoever is not
 * known here yet is made known when they sign in.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
function whenConfirmed(error: unknown): void {
  const ofTrigger = ['UserLambdaValidationException', 'UnexpectedLambdaException', 'InvalidLambdaResponseException']
  if (!isNamed(error, ...ofTrigger)) throw error
}

/** Whether there is such a user, and what state they are in, is nobody's business; that the service is down is. */
async function silently(call: () => Promise<unknown>): Promise<void> {
  const quiet = [
    'UserNotFoundException',
    'InvalidParameterException',
    'NotAuthorizedException',
    'UnsupportedTokenTypeException',
  ]
  try {
    await call()
  } catch (error) {
    if (!isNamed(error, ...quiet)) await translated(() => Promise.reject(error))
  }
}
