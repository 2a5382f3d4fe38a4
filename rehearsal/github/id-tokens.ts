import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import { claimsOf, type JobIdentity } from './run-identity.ts'

/** Signs the id tokens of jobs, and gives the keys they can be checked with. */
export interface IdTokens {
  readonly jwks: JSONWebKeySet
  readonly sign: (job: JobIdentity, audience: string | undefined) => Promise<string>
}

const kid = 'local-github'
const minutes = 60

/** A fresh key pair, so that a token of one rehearsal is worth nothing in another. */
export const idTokens = async (given: { readonly now: () => Date; readonly id: () => string }): Promise<IdTokens> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = await exportJWK(publicKey)
  return {
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] },
    sign: (job, audience) => {
      const at = Math.floor(given.now().getTime() / 1000)
      return new SignJWT(claimsOf(job))
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })
        .setAudience(audience ?? `https://github.com/${job.repository.slug.split('/')[0]}`)
        .setJti(given.id())
        .setIssuedAt(at)
        .setNotBefore(at - 10 * minutes)
        .setExpirationTime(at + 5 * minutes)
        .sign(privateKey)
    },
  }
}
