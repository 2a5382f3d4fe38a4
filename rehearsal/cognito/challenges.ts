// RespondToAuthChallenge and AdminRespondToAuthChallenge.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
import { awsError, type Operation, type Shape } from '../service.ts'
import { checkLockout, countFailure } from './attempts.ts'
import { checkRequired, checkValues } from './attributes.ts'
import { findClient, findPool, findPoolClient } from './find.ts'
import type { Parts } from './parts.ts'
import { checkPassword } from './password-policy.ts'
import { invalidParameter, notAuthorized, wrongPassword } from './refusals.ts'
import { checkSecretHash } from './secret-hash.ts'
import { finishSignIn, startSession } from './sessions.ts'
import type { Challenge, Client, Pool } from './state.ts'
import { setPassword } from './users.ts'

/** The operations that go on with a sign-in. */
export const challengeOperations = (parts: Parts): Readonly<Record<string, Operation>> => ({
  RespondToAuthChallenge: (input) => respond(parts, { ...findClient(parts.state, input.ClientId), input }),
  AdminRespondToAuthChallenge: (input) => {
    const pool = findPool(parts.state, input.UserPoolId)
    return respond(parts, { pool, client: findPoolClient(pool, input.ClientId), input })
  },
})

interface Answered {
  readonly pool: Pool
  readonly client: Client
  readonly input: Shape
}

const respond = async (parts: Parts, answered: Answered): Promise<Shape> => {
  const { client, input } = answered
  const given = (input.ChallengeResponses ?? {}) as Shape
  const username = given.USERNAME
  if (typeof username !== 'string') throw invalidParameter('Missing required parameter USERNAME')
  const proof = input.ChallengeName === 'PASSWORD_VERIFIER'
  const key = String(proof ? given.PASSWORD_CLAIM_SECRET_BLOCK : input.Session)
  const challenge = parts.state.challenges.get(key)
  const { user } = challenge ?? {}
  checkSecretHash(client, { usernames: [username, ...(user ? [user.username] : [])], hash: given.SECRET_HASH })
  if (challenge?.client !== client || challenge.name !== input.ChallengeName) {
    throw proof ? wrongPassword() : awsError('NotAuthorizedException', 'Invalid session for the user.')
  }
  if (challenge.expires <= parts.world.clock.now()) {
    throw notAuthorized('Invalid session for the user, session is expired.')
  }
  return proof
    ? provePassword(parts, { ...answered, challenge, given, key })
    : takeNewPassword(parts, { ...answered, challenge, given, key })
}

interface Response extends Answered {
  readonly challenge: Challenge
  readonly given: Shape
  readonly key: string
}

const provePassword = async (
  parts: Parts,
  { pool, client, input, challenge, given, key }: Response,
): Promise<Shape> => {
  const { user, proves } = challenge
  const now = parts.world.clock.now()
  if (user) checkLockout(user, now)
  // One challenge, one guess.
  parts.state.challenges.delete(key)
  const right = proves?.(String(given.TIMESTAMP), String(given.PASSWORD_CLAIM_SIGNATURE)) ?? false
  if (!user) throw wrongPassword()
  if (!right) {
    countFailure(user, now)
    throw wrongPassword()
  }
  return finishSignIn(parts, { pool, client, user, clientMetadata: input.ClientMetadata })
}

const takeNewPassword = async (parts: Parts, { pool, client, input, challenge, given, key }: Response) => {
  const { user } = challenge
  if (user?.status !== 'FORCE_CHANGE_PASSWORD') throw notAuthorized('Invalid session for the user.')
  const added = Object.entries(given).flatMap(([name, value]) =>
    name.startsWith('userAttributes.') ? [[name.slice('userAttributes.'.length), String(value)] as const] : [],
  )
  const attributes = new Map([...user.attributes, ...added])
  checkValues(pool, new Map(added))
  checkRequired(pool, attributes)
  const password = String(given.NEW_PASSWORD ?? '')
  checkPassword(pool, password)
  parts.state.challenges.delete(key)
  for (const [name, value] of added) user.attributes.set(name, value)
  setPassword(parts, pool, { user, password })
  user.status = 'CONFIRMED'
  return startSession(parts, { pool, client, user, clientMetadata: input.ClientMetadata }, 'NewPasswordChallenge')
}
