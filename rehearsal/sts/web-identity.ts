// A web identity token against the account's identity provider and a role's trust policy.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose'
import type { RequestContext } from '../iam/condition-operators.ts'
import type { OidcProvider, Role } from '../iam/iam-state.ts'
import { trusts } from '../iam/trust-policy.ts'
import { awsError } from '../service.ts'

/** What a token is checked with. */
export interface WebIdentityCheck {
  readonly token: string
  readonly now: Date
  readonly providerOf: (issuer: string) => OidcProvider | undefined
  /** The signing keys of an issuer; without them the signature is not checked. */
  readonly jwks: (issuer: string) => JSONWebKeySet | Promise<JSONWebKeySet> | undefined
}

/** The claims of an accepted token, and the provider that vouches for it. */
export interface WebIdentity {
  readonly provider: OidcProvider
  readonly claims: Readonly<Record<string, unknown>>
  readonly subject: string
  readonly audience: string
}

const invalid = (message: string) => awsError('InvalidIdentityToken', message)

/** Checks issuer, signature, lifetime and audience; what the trust policy says comes after. */
export const checkWebIdentity = async ({ token, now, providerOf, jwks }: WebIdentityCheck): Promise<WebIdentity> => {
  const claims = claimsOf(token)
  const issuer = String(claims.iss ?? '')
  const provider = providerOf(issuer)
  if (!provider) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`)
  const keys = await jwks(issuer)
  if (keys) await checkSignature(token, keys)
  const seconds = now.getTime() / 1000
  if (typeof claims.exp === 'number' && claims.exp < seconds) {
    throw awsError(
      'ExpiredTokenException',
      `Token expired: current date/time ${Math.floor(seconds)} must be before the expiration date/time ${claims.exp}`,
    )
  }
  const audiences = [claims.aud ?? []].flat().map(String)
  const audience = audiences.find((one) => provider.clients.includes(one))
  if (audience === undefined) throw invalid('Incorrect token audience')
  return { provider, claims, subject: String(claims.sub ?? ''), audience }
}

/** True when the role's trust policy admits the token. */
export const admits = (role: Role, { provider, claims }: WebIdentity): boolean =>
  trusts(role.AssumeRolePolicyDocument, {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { kind: 'Federated', id: provider.Arn },
    context: contextOf(provider.url, claims),
  })

// The claims AWS makes available as condition keys; any other claim is not in the request context.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
const everywhere = ['aud', 'sub', 'amr', 'azp', 'email', 'oaud']
const github = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'workflow',
]

const contextOf = (url: string, claims: Readonly<Record<string, unknown>>): RequestContext => {
  const names = url === 'token.actions.githubusercontent.com' ? [...everywhere, ...github] : everywhere
  const entries = names
    .filter((name) => claims[name] !== undefined)
    .map((name) => [`${url}:${name}`, [claims[name]].flat().map(String)] as const)
  return Object.fromEntries(entries)
}

const claimsOf = (token: string): Record<string, unknown> => {
  try {
    return decodeJwt(token)
  } catch {
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
  }
}

const checkSignature = async (token: string, keys: JSONWebKeySet): Promise<void> => {
  try {
    // Times are checked on the injected clock, not on jose's.
    await jwtVerify(token, createLocalJWKSet(keys), { currentDate: new Date(0) })
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code !== 'ERR_JWT_EXPIRED' && code !== 'ERR_JWT_CLAIM_VALIDATION_FAILED') {
      throw invalid(
        "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
      )
    }
  }
}
