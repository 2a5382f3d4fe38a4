import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Pool } from '../server/tokens.ts'

/** Signs tokens as a user pool does, and serves the keys to verify them with where a local AWS would. */
export type Issuer = {
  readonly pool: Required<Pool>
  /** An access token; `claims` replace its own, `expiresIn` is in seconds. */
  token(sub: string, options?: { claims?: Record<string, unknown>; expiresIn?: number }): Promise<string>
  close(): Promise<void>
}

/** An issuer with keys of its own. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const keys = JSON.stringify({ keys: [jwk] })
  const server = createServer(
    (_request, response) => void response.setHeader('Content-Type', 'application/json').end(keys),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pool = { poolId: 'local_pool', clientId: 'client', endpoint }
  return {
    pool,
    token: (sub, { claims = {}, expiresIn = 3_600 } = {}) =>
      new SignJWT({
        sub,
        iss: `https://cognito-idp.local.amazonaws.com/${pool.poolId}`,
        client_id: pool.clientId,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        username: sub,
        exp: Math.floor(Date.now() / 1000) + expiresIn,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuedAt()
        .sign(privateKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
