// New tokens for a refresh token, with or without rotation, and RevokeToken.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
import { awsError, type Operation, type Shape } from '../service.ts'
import { revocable } from './claims.ts'
import { findClient } from './find.ts'
import type { Parts } from './parts.ts'
import { notAuthorized } from './refusals.ts'
import { checkSecretHash } from './secret-hash.ts'
import type { Client, Pool, RefreshToken } from './state.ts'
import { issueRefreshToken, readRefreshToken, signTokens } from './tokens.ts'

/** True when every refresh gives a new refresh token. */
export const rotates = ({ settings }: Pick<Client, 'settings'>): boolean =>
  settings.RefreshTokenRotation?.Feature === 'ENABLED'

/** GetTokensFromRefreshToken and RevokeToken. */
export const refreshOperations = (parts: Parts): Readonly<Record<string, Operation>> => ({
  GetTokensFromRefreshToken: async (input) => {
    const { client } = findClient(parts.state, input.ClientId)
    checkSecret(client, input.ClientSecret)
    const token = tokenOf(parts, client, input.RefreshToken)
    return renewed(parts, { token, clientMetadata: input.ClientMetadata })
  },
  RevokeToken: (input) => {
    const { client } = findClient(parts.state, input.ClientId)
    checkSecret(client, input.ClientSecret)
    const token = parts.state.refreshTokens.get(String(input.Token))
    if (!token) throw awsError('UnsupportedTokenTypeException', 'Unsupported token type')
    if (token.session.client !== client) throw awsError('UnauthorizedException', 'The token is not of this client')
    if (!revocable(token.session)) {
      throw awsError('UnsupportedOperationException', 'Token revocation is not enabled for this client')
    }
    token.session.revoked = true
    return {}
  },
})

/** The REFRESH_TOKEN_AUTH flow, which clients with rotation do not have. */
export const refresh = async (
  parts: Parts,
  request: {
    readonly pool: Pool
    readonly client: Client
    readonly given: Shape
    readonly clientMetadata?: Shape | undefined
  },
): Promise<Shape> => {
  const { client, given, clientMetadata } = request
  const token = tokenOf(parts, client, given.REFRESH_TOKEN)
  const { username, sub } = token.session.user
  checkSecretHash(client, { usernames: [username, sub], hash: given.SECRET_HASH })
  return { ChallengeParameters: {}, ...(await renewed(parts, { token, clientMetadata })) }
}

const checkSecret = (client: Client, given: unknown): void => {
  if (client.secret !== undefined && client.secret !== given) {
    throw notAuthorized(`Unable to verify secret for client ${client.id}`)
  }
}

const tokenOf = (parts: Parts, client: Client, given: unknown): RefreshToken => {
  const token = readRefreshToken(parts, given)
  if (token.session.client !== client) throw notAuthorized('Invalid Refresh Token')
  if (!token.session.user.enabled) throw notAuthorized('User is disabled.')
  return token
}

// A rotated token lives as long as the one before it would have.
const renewed = async (
  parts: Parts,
  { token, clientMetadata }: { readonly token: RefreshToken; readonly clientMetadata?: Shape | undefined },
): Promise<Shape> => {
  const { session } = token
  const now = parts.world.clock.now()
  if (token.rotatedUntil && token.rotatedUntil <= now) {
    throw awsError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation')
  }
  const tokens = await signTokens(parts, session, { occasion: 'RefreshTokens', clientMetadata })
  if (!rotates(session.client)) return { AuthenticationResult: tokens }
  const grace = Number(session.client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0)
  token.rotatedUntil ??= new Date(now.getTime() + grace * 1000)
  return { AuthenticationResult: { ...tokens, RefreshToken: issueRefreshToken(parts, session, token.expires) } }
}
