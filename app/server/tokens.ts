import { JwtRsaVerifier } from 'aws-jwt-verify'
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { LRUCache } from 'lru-cache'
import { refusals } from './problem.ts'

/** What a valid access token says. */
export type Claims = { readonly sub: string; readonly expiresAt: Date }

/** Says what an access token says, or refuses it. */
export type Tokens = { verify(token: string): Promise<Claims> }

/** The user pool whose tokens count. `endpoint` is that of a local AWS; the issuer is the same there. */
export type Pool = { readonly poolId: string; readonly clientId: string; readonly endpoint?: string | undefined }

/**
 * Verifies access tokens of a user pool: signature, issuer, use, client, expiry. The keys are fetched once and kept;
 * when they cannot be had, that is our failure and not the caller's. A token that was valid is taken as valid for a minute,
 * never beyond its expiry.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function tokensOf({ poolId, clientId, endpoint }: Pool): Tokens {
  const issuer = `https://cognito-idp.${poolId.split('_')[0]}.amazonaws.com/${poolId}`
  const verifier = JwtRsaVerifier.create(
    {
      issuer,
      // An access token names its client in `client_id` and has no audience.
      audience: null,
      jwksUri: `${endpoint ? `${endpoint.replace(/\/$/, '')}/${poolId}` : issuer}/.well-known/jwks.json`,
      graceSeconds: 0,
      customJwtCheck: ({ payload }) => {
        if (payload.token_use !== 'access') throw new NotOurs('not an access token')
        if (payload.client_id !== clientId) throw new NotOurs('the token of another client')
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: keysAt } }) },
  )
  // Checking a signature takes longer than all else that is done for most requests.
  const valid = new LRUCache<string, Claims>({ max: 5_000, ttl: 60_000, ttlResolution: 1_000 })
  return {
    async verify(token) {
      const known = valid.get(token)
      if (known && known.expiresAt.getTime() > Date.now()) return known
      try {
        const { sub, exp } = await verifier.verify(token)
        if (!sub || !exp) throw new NotOurs('no subject or no expiry')
        const claims = { sub, expiresAt: new Date(exp * 1000) }
        valid.set(token, claims)
        return claims
      } catch (error) {
        if (!(error instanceof JwtBaseError)) throw error
        const refusal =
          error instanceof FetchError
            ? refusals.unavailable('Who you are cannot be checked right now; try again')
            : refusals.signedOut('Your sign-in has expired or is not valid; sign in again')
        refusal.cause = error
        throw refusal
      }
    },
  }
}

/** A token that is valid, but not one of those that count here. */
class NotOurs extends JwtBaseError {
  override name = 'NotOurs'
}

// The library's own fetcher speaks https only; a local AWS does not.
async function keysAt(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { signal: AbortSignal.timeout(3_000) }).catch((error: unknown) => {
    throw new FetchError(uri, error)
  })
  if (!response.ok) throw new FetchError(uri, `status ${response.status}`)
  return response.arrayBuffer()
}
