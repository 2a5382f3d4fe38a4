// InitiateAuth and AdminInitiateAuth.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
import type { Operation, Shape } from '../service.ts'
import { checkLockout, countFailure } from './attempts.ts'
import { flowOf } from './auth-flows.ts'
import { triggerAttributes } from './claims.ts'
import { findClient, findPool, findPoolClient, userNamed } from './find.ts'
import { hidesUsers } from './hidden-users.ts'
import type { Parts } from './parts.ts'
import { refresh } from './refresh.ts'
import { invalidParameter, userNotFound, wrongPassword } from './refusals.ts'
import { checkSecretHash } from './secret-hash.ts'
import { finishSignIn } from './sessions.ts'
import { isPassword } from './srp.ts'
import { askForProof } from './srp-challenge.ts'
import type { Client, Pool, User } from './state.ts'
import { ownerOfPassword } from './users.ts'

/** The operations that begin a sign-in. */
export const signInOperations = (parts: Parts): Readonly<Record<string, Operation>> => ({
  InitiateAuth: (input) => begin(parts, { ...findClient(parts.state, input.ClientId), input, admin: false }),
  AdminInitiateAuth: (input) => {
    const pool = findPool(parts.state, input.UserPoolId)
    return begin(parts, { pool, client: findPoolClient(pool, input.ClientId), input, admin: true })
  },
})

interface Beginning {
  readonly pool: Pool
  readonly client: Client
  readonly input: Shape
  readonly admin: boolean
}

const begin = async (parts: Parts, { pool, client, input, admin }: Beginning): Promise<Shape> => {
  const flow = flowOf(client, { asked: input.AuthFlow, admin })
  const given = (input.AuthParameters ?? {}) as Shape
  const metadata = input.ClientMetadata as Shape | undefined
  if (flow === 'REFRESH_TOKEN_AUTH') return refresh(parts, { pool, client, given, clientMetadata: metadata })
  const name = parameter(given, 'USERNAME')
  const user = userNamed(pool, name)
  checkSecretHash(client, { usernames: [name, ...(user ? [user.username] : [])], hash: given.SECRET_HASH })
  const secret = parameter(given, flow === 'USER_SRP_AUTH' ? 'SRP_A' : 'PASSWORD')
  if (!user && !hidesUsers(client)) throw userNotFound()
  if (user) checkLockout(user, parts.world.clock.now())
  await preAuthenticate(parts, { pool, client, user, name, clientMetadata: metadata })
  if (flow === 'USER_SRP_AUTH') return askForProof(parts, { pool, client, user, name, clientPublic: secret })
  if (!user) throw wrongPassword()
  checkOwnPassword(parts, pool, { user, password: secret })
  return finishSignIn(parts, { pool, client, user, clientMetadata: metadata })
}

const parameter = (given: Shape, name: string): string => {
  const value: unknown = given[name]
  if (typeof value === 'string' && value) return value
  throw invalidParameter(`Missing required parameter ${name}`)
}

/** Refuses a wrong password and counts it. */
export const checkOwnPassword = (
  { world }: Parts,
  pool: Pool,
  { user, password }: { readonly user: User; readonly password: string },
): void => {
  if (user.password && isPassword(user.password, ownerOfPassword(pool, user.username), password)) return
  countFailure(user, world.clock.now())
  throw wrongPassword()
}

// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
const preAuthenticate = async (
  { trigger }: Parts,
  given: { pool: Pool; client: Client; user: User | undefined; name: string; clientMetadata: Shape | undefined },
): Promise<void> => {
  const { user, pool, client } = given
  if (!pool.settings.LambdaConfig?.PreAuthentication) return
  await trigger({
    pool,
    name: 'PreAuthentication',
    occasion: 'Authentication',
    userName: user?.username ?? given.name,
    clientId: client.id,
    request: {
      userAttributes: user ? triggerAttributes(user) : {},
      validationData: given.clientMetadata ?? null,
      ...(user ? {} : { userNotFound: true }),
    },
  })
}
