// The end of a sign-in: what may still stand in its way, then a session and its tokens.

import { flagIn, listIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import { awsError } from '../service.ts'
import { noFailures } from './attempts.ts'
import { nameIn, printAttributes } from './attributes.ts'
import { triggerAttributes } from './claims.ts'
import { drawBytes } from './draw.ts'
import type { Parts } from './parts.ts'
import { notAuthorized } from './refusals.ts'
import type { Challenge, Client, Pool, Session, User } from './state.ts'
import { issueRefreshToken, signTokens } from './tokens.ts'
import { challengeValidityOf, validityOf } from './validity.ts'

/** A sign-in whose password was right. */
export interface SignIn {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly clientMetadata?: Shape | undefined
}

/** Tokens, or the challenge that comes before them. */
export const finishSignIn = async (parts: Parts, signIn: SignIn): Promise<Shape> => {
  const { user } = signIn
  const now = parts.world.clock.now()
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'UNCONFIRMED') throw awsError('UserNotConfirmedException', 'User is not confirmed.')
  if (user.status === 'RESET_REQUIRED') {
    throw awsError('PasswordResetRequiredException', 'Password reset required for the user')
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    if (user.temporaryUntil && user.temporaryUntil <= now) {
      throw notAuthorized('Temporary password has expired and must be reset by an administrator.')
    }
    user.failures = noFailures
    return askNewPassword(parts, signIn)
  }
  return startSession(parts, signIn, 'Authentication')
}

/** Signs a user in. `occasion` tells the pre token generation function why. */
export const startSession = async (
  parts: Parts,
  { pool, client, user, clientMetadata }: SignIn,
  occasion: string,
): Promise<Shape> => {
  const { world, trigger } = parts
  user.failures = noFailures
  await trigger({
    pool,
    name: 'PostAuthentication',
    occasion: 'Authentication',
    userName: user.username,
    clientId: client.id,
    request: {
      userAttributes: triggerAttributes(user),
      newDeviceUsed: false,
      ...(clientMetadata && { clientMetadata }),
    },
  })
  const authTime = world.clock.now()
  const session: Session = { id: world.id(), pool, client, user, authTime, eventId: world.id(), revoked: false }
  const tokens = await signTokens(parts, session, { occasion, clientMetadata })
  const expires = new Date(authTime.getTime() + validityOf(client, 'RefreshToken'))
  return {
    ChallengeParameters: {},
    AuthenticationResult: { ...tokens, RefreshToken: issueRefreshToken(parts, session, expires) },
  }
}

/** Keeps a challenge until it is answered or too old, and gives the string that names it. */
const keepChallenge = (
  { world, state }: Parts,
  client: Client,
  challenge: Pick<Challenge, 'name' | 'user'>,
): string => {
  const session = drawBytes(world, 96).toString('base64url')
  const expires = new Date(world.clock.now().getTime() + challengeValidityOf(client))
  state.challenges.set(session, { ...challenge, client, expires })
  return session
}

const askNewPassword = (parts: Parts, { pool, client, user }: SignIn): Shape => {
  const missing = listIn<Shape>(pool.settings.Schema)
    .filter((one) => flagIn(one.Required) && nameIn(one) !== 'sub' && !user.attributes.has(nameIn(one)))
    .map(nameIn)
  const attributes = printAttributes(user).filter(({ Name }) => Name !== 'sub')
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: keepChallenge(parts, client, { name: 'NEW_PASSWORD_REQUIRED', user }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]))),
    },
  }
}
