// Authorizers: functions that say yes or no, and tokens that are verified.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
import type { JSONWebKeySet } from 'jose'
import { likePattern } from '../iam/condition-operators.ts'
import type { Shape } from '../service.ts'
import type { HttpApiPorts } from './ports.ts'
import { type ApiRequest, baseEvent, type RequestAbout } from './proxy-event.ts'
import type { HttpApi, Part } from './state.ts'

/** What an authorizer decided; `context` goes to the integration. */
export type Verdict =
  | { readonly allowed: true; readonly context: Shape | undefined }
  | {
      readonly allowed: false
      readonly status: 401 | 403 | 500
      readonly message: string
      readonly headers?: Readonly<Record<string, string>>
    }

/** What is decided about. */
export interface Asking {
  readonly api: HttpApi
  readonly request: ApiRequest
  readonly about: RequestAbout
  readonly route: Part
  readonly now: Date
  readonly ports: HttpApiPorts
  readonly region: string
}

const unauthorized = (headers?: Readonly<Record<string, string>>): Verdict => ({
  allowed: false,
  status: 401,
  message: 'Unauthorized',
  ...(headers && { headers }),
})
const forbidden: Verdict = { allowed: false, status: 403, message: 'Forbidden' }

const sourceValue = (source: string, { request, about }: Asking): string | undefined => {
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? []
  if (kind === 'header') return request.headers[name.toLowerCase()]
  if (kind === 'querystring') return new URLSearchParams(request.query).get(name) ?? undefined
  const known: Readonly<Record<string, string>> = {
    '$context.routeKey': about.routeKey,
    '$context.stage': about.stage,
    '$context.httpMethod': request.method,
    '$context.path': request.path,
    '$context.identity.sourceIp': request.sourceIp,
  }
  return known[source]
}

// What a policy of format 1.0 or 2.0 says of this route's ARN.
const policyAllows = (document: Shape | undefined, arn: string): boolean => {
  const statements = [document?.Statement ?? []].flat() as Shape[]
  const about = statements.filter(
    ({ Action, Resource }) =>
      [Action].flat().some((one) => likePattern(String(one), 'is').test('execute-api:Invoke')) &&
      [Resource].flat().some((one) => likePattern(String(one)).test(arn)),
  )
  return about.some(({ Effect }) => Effect === 'Allow') && about.every(({ Effect }) => Effect === 'Allow')
}

const byFunction = async (authorizer: Part, asking: Asking): Promise<Verdict> => {
  const { api, request, about, now, ports, region } = asking
  const { given } = authorizer
  const sources = (given.IdentitySource ?? []) as string[]
  const identity = sources.map((source) => sourceValue(source, asking))
  if (identity.some((value) => !value)) return unauthorized()
  const arn = `arn:aws:execute-api:${region}:${about.account}:${api.id}/${about.stage}/${request.method}${request.path}`
  const seconds = Number(given.AuthorizerResultTtlInSeconds ?? 300)
  const key = JSON.stringify([authorizer.id, identity])
  const before = sources.length > 0 ? api.remembered.get(key) : undefined
  let answer = before && before.until > now.getTime() ? (before.answer as Shape) : undefined
  if (!answer) {
    const functionArn =
      /functions\/(arn:[^/]+)\/invocations/.exec(String(given.AuthorizerUri))?.[1] ?? String(given.AuthorizerUri)
    const event = { ...baseEvent(request, about), type: 'REQUEST', routeArn: arn, identitySource: identity }
    const source = `arn:aws:execute-api:${region}:${about.account}:${api.id}/authorizers/${authorizer.id}`
    try {
      const { payload, functionError } = await ports.invoke(functionArn, JSON.stringify(event), source)
      const result = JSON.parse(payload) as Shape | null
      if (functionError)
        return result?.errorMessage === 'Unauthorized'
          ? unauthorized()
          : { allowed: false, status: 500, message: 'Internal Server Error' }
      answer = result ?? {}
    } catch {
      return { allowed: false, status: 500, message: 'Internal Server Error' }
    }
    if (seconds > 0 && sources.length > 0) api.remembered.set(key, { until: now.getTime() + seconds * 1_000, answer })
  }
  const simple = String(given.EnableSimpleResponses ?? false) === 'true'
  const allowed = simple ? answer.isAuthorized === true : policyAllows(answer.policyDocument, arn)
  return allowed ? { allowed: true, context: { lambda: answer.context ?? null } } : forbidden
}

// A claim as functions see it: text; a list in brackets.
const claimText = (value: unknown): string => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value))

const byToken = async (authorizer: Part, { api, route, ports, now, ...rest }: Asking): Promise<Verdict> => {
  const refused = (why: string) =>
    unauthorized({ 'www-authenticate': `Bearer scope="" error="invalid_token" error_description="${why}"` })
  const {
    IdentitySource: [source = ''] = [],
    JwtConfiguration: { Issuer: issuer = '', Audience: audience = [] } = {},
  } = authorizer.given
  const token = sourceValue(source, { api, route, ports, now, ...rest })?.replace(/^Bearer\s+/i, '')
  if (!token) return unauthorized({ 'www-authenticate': 'Bearer' })
  const { createLocalJWKSet, jwtVerify } = await import('jose')
  let claims: Shape
  try {
    const { jwks_uri } = (await (
      await fetch(`${ports.issuerUrl(issuer)}/.well-known/openid-configuration`)
    ).json()) as Shape
    const keys = (await (
      await fetch(String(jwks_uri).replace(issuer, ports.issuerUrl(issuer)))
    ).json()) as JSONWebKeySet
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      currentDate: now,
      algorithms: ['RS256'],
    })
    claims = payload
  } catch (error) {
    return refused(error instanceof Error ? error.message.replaceAll('"', "'") : 'the token is not valid')
  }
  const meant = [claims.aud ?? claims.client_id].flat().map(String)
  if (!meant.some((one) => (audience as string[]).includes(one)))
    return refused('the token does not have a valid audience')
  const scopes = String(claims.scope ?? claims.scp ?? '')
    .split(' ')
    .filter(Boolean)
  const wanted = (route.given.AuthorizationScopes ?? []) as string[]
  if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope))) return forbidden
  const shown = Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)]))
  return { allowed: true, context: { jwt: { claims: shown, scopes: wanted.length > 0 ? scopes : null } } }
}

/** Decides about a request to a route. */
export const authorize = async (asking: Asking): Promise<Verdict> => {
  const { AuthorizationType: type = 'NONE', AuthorizerId } = asking.route.given
  if (type === 'NONE') return { allowed: true, context: undefined }
  const authorizer = asking.api.authorizers.get(String(AuthorizerId))
  if (!authorizer) return { allowed: false, status: 500, message: 'Internal Server Error' }
  return type === 'JWT' ? byToken(authorizer, asking) : byFunction(authorizer, asking)
}
