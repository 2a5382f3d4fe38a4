// Tokens: signed access and id tokens, opaque refresh tokens, and who an access token speaks for.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose'
import type { Shape } from '../service.ts'
import { accessClaims, groupClaimsOf, idClaims, overridden, overriddenGroups, triggerAttributes } from './claims.ts'
import { drawBytes } from './draw.ts'
import { issuerOf } from './issuer.ts'
import { keysOf, type SigningKey } from './keys.ts'
import type { Parts } from './parts.ts'
import { notAuthorized } from './refusals.ts'
import type { RefreshToken, Session } from './state.ts'
import { validityOf } from './validity.ts'

/** Signs access and id token of a session. `occasion` tells the pre token generation function why. */
export const signTokens = async (
  parts: Parts,
  session: Session,
  { occasion, clientMetadata }: { readonly occasion: string; readonly clientMetadata?: Shape | undefined },
): Promise<Shape> => {
  const { world, state, trigger } = parts
  const groups = groupClaimsOf(session)
  const response = await trigger({
    pool: session.pool,
    name: 'PreTokenGeneration',
    occasion,
    userName: session.user.username,
    clientId: session.client.id,
    request: {
      userAttributes: triggerAttributes(session.user),
      groupConfiguration: groups,
      ...(clientMetadata && { clientMetadata }),
    },
    response: { claimsOverrideDetails: null },
  })
  const details = (response.claimsOverrideDetails ?? {}) as Shape
  const granted = overriddenGroups(groups, details.groupOverrideDetails)
  const keys = await keysOf(world, session.pool)
  const jti = world.id()
  state.accessTokens.set(jti, session)
  const sign = (claims: Shape, { key, id, lasts }: { key: SigningKey; id: string; lasts: number }) => {
    const now = Math.floor(world.clock.now().getTime() / 1000)
    const times = { exp: now + Math.floor(lasts / 1000), iat: now, jti: id }
    return new SignJWT({ ...claims, iss: issuerOf(world, session.pool), ...times })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(key.privateKey)
  }
  const lasts = validityOf(session.client, 'AccessToken')
  return {
    AccessToken: await sign(accessClaims(session, granted), { key: keys.access, id: jti, lasts }),
    IdToken: await sign(overridden(idClaims(session, granted), details), {
      key: keys.id,
      id: world.id(),
      lasts: validityOf(session.client, 'IdToken'),
    }),
    ExpiresIn: Math.floor(lasts / 1000),
    TokenType: 'Bearer',
  }
}

/** Makes a refresh token: opaque, in the form of an encrypted one. */
export const issueRefreshToken = ({ world, state }: Parts, session: Session, expires: Date): string => {
  const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url')
  const parts = [256, 12, 640, 16].map((length) => drawBytes(world, length).toString('base64url'))
  const token = [header, ...parts].join('.')
  state.refreshTokens.set(token, { session, expires })
  return token
}

/** The refresh token of that text, when it still stands. */
export const readRefreshToken = ({ world, state }: Parts, given: unknown): RefreshToken => {
  const found = state.refreshTokens.get(String(given))
  if (!found) throw notAuthorized('Invalid Refresh Token')
  if (found.session.revoked) throw notAuthorized('Refresh Token has been revoked')
  if (found.expires <= world.clock.now()) throw notAuthorized('Refresh Token has expired')
  return found
}

/** The session an access token speaks for; forged, expired and revoked ones are refused. */
export const sessionOf = async (parts: Parts, given: unknown): Promise<Session> => {
  const session = parts.state.accessTokens.get(await verifiedId(parts, String(given)))
  if (!session) throw notAuthorized('Invalid Access Token')
  if (session.revoked) throw notAuthorized('Access Token has been revoked')
  if (!session.user.enabled) throw notAuthorized('User is disabled.')
  return session
}

const verifiedId = async ({ world, state }: Parts, token: string): Promise<string> => {
  try {
    const { kid } = decodeProtectedHeader(token)
    for (const pool of state.pools.values()) {
      const access = pool.keys && (await pool.keys).access
      if (access?.kid !== kid || !access) continue
      const { payload } = await jwtVerify(token, access.publicKey, { currentDate: world.clock.now() })
      return String(payload.jti)
    }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw notAuthorized('Access Token has expired')
  }
  throw notAuthorized('Invalid Access Token')
}

/** Ends every sign-in of a user: refresh tokens die, and Cognito's own operations refuse the access tokens. */
export const revokeSessions = ({ state }: Parts, user: Session['user']): void => {
  const all = [...[...state.refreshTokens.values()].map(({ session }) => session), ...state.accessTokens.values()]
  for (const session of all) if (session.user === user) session.revoked = true
}
