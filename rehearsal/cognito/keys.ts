// The keys of a pool: one pair signs access tokens, another one id tokens.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { World } from '../world.ts'
import { drawBytes } from './draw.ts'

/** A pair of keys; the public one as the key set shows it. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  readonly jwk: JWK
}

/** The keys of one pool. */
export interface PoolKeys {
  readonly access: SigningKey
  readonly id: SigningKey
}

/** The keys of a pool, made when they are first needed. */
export const keysOf = (world: World, pool: { keys?: Promise<PoolKeys> }): Promise<PoolKeys> => {
  pool.keys ??= Promise.all([signingKey(world), signingKey(world)]).then(([access, id]) => ({ access, id }))
  return pool.keys
}

const signingKey = async (world: World): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 })
  const kid = drawBytes(world, 32).toString('base64')
  const { kty, n, e } = await exportJWK(publicKey)
  return { kid, privateKey, publicKey, jwk: { alg: 'RS256', e, kid, kty, n, use: 'sig' } as JWK }
}
