import type { Route } from '../server/route.ts'
import type { World } from '../world.ts'
import { keysOf } from './keys.ts'
import type { CognitoState, Pool } from './state.ts'

/** The `iss` of a pool's tokens, as on AWS. */
export const issuerOf = (world: World, { id }: Pick<Pool, 'id'>): string =>
  `https://cognito-idp.${world.region}.amazonaws.com/${id}`

/**
 * Serves `/<pool id>/.well-known/jwks.json` and `…/openid-configuration`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export const wellKnownRoute = (world: World, state: CognitoState): Route => ({
  prefix: `/${world.region}_`,
  handle: async (request, response) => {
    const [, id = '', ...path] = (request.url ?? '/').split('?')[0]?.split('/') ?? []
    const pool = state.pools.get(id)
    const document = pool && (await documentOf(world, pool, path.join('/')))
    const body = document ?? { message: pool ? 'Not found' : `User pool ${id} does not exist.` }
    response.writeHead(document ? 200 : 404, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    })
    response.end(JSON.stringify(body))
  },
})

const documentOf = async (world: World, pool: Pool, path: string): Promise<object | undefined> => {
  if (path === '.well-known/jwks.json') {
    const { access, id } = await keysOf(world, pool)
    return { keys: [id.jwk, access.jwk] }
  }
  if (path !== '.well-known/openid-configuration') return undefined
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(world, pool),
    jwks_uri: `${world.endpoint()}/${pool.id}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  }
}
