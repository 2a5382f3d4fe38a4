// The PASSWORD_VERIFIER challenge of USER_SRP_AUTH. An unknown name gets one too, with a salt and a user id that are
// always the same for it, and never answers it right.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
import { createHash } from 'node:crypto'
import type { Shape } from '../service.ts'
import { drawBytes } from './draw.ts'
import type { Parts } from './parts.ts'
import { invalidParameter } from './refusals.ts'
import { serverExchange, verifierOf } from './srp.ts'
import type { Client, Pool, User } from './state.ts'
import { ownerOfPassword } from './users.ts'
import { challengeValidityOf } from './validity.ts'

/** Asks for the proof of a password, and remembers what would prove it. */
export const askForProof = (
  { world, state }: Parts,
  given: {
    readonly pool: Pool
    readonly client: Client
    readonly user: User | undefined
    readonly name: string
    readonly clientPublic: string
  },
): Shape => {
  const { pool, client, user } = given
  const known = user?.password ? { username: user.username, verifier: user.password } : nobody(pool, given.name)
  const block = drawBytes(world, 256).toString('base64')
  const exchange = serverExchange({
    owner: ownerOfPassword(pool, known.username),
    verifier: known.verifier,
    clientPublic: given.clientPublic,
    secret: drawBytes(world, 32),
    block,
  })
  if (!exchange) throw invalidParameter('SRP_A is not a hexadecimal number, or is a multiple of N')
  state.challenges.set(block, {
    name: 'PASSWORD_VERIFIER',
    client,
    user: user?.password ? user : undefined,
    expires: new Date(world.clock.now().getTime() + challengeValidityOf(client)),
    proves: exchange.proves,
  })
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: known.verifier.salt.toString('hex'),
      SECRET_BLOCK: block,
      SRP_B: exchange.serverPublic,
      USERNAME: known.username,
      USER_ID_FOR_SRP: known.username,
    },
  }
}

const nobody = (pool: Pool, name: string) => {
  const bytes = createHash('sha256').update(`${pool.id} ${name}`).digest()
  const hex = bytes.toString('hex')
  const username = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
  return { username, verifier: verifierOf(ownerOfPassword(pool, username), hex, bytes.subarray(16)) }
}
