// Cross-origin requests to a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
import { likePattern } from '../iam/condition-operators.ts'
import type { Received, Reply } from '../protocols/received.ts'
import { printXml } from '../protocols/xml.ts'
import { awsError, type Shape } from '../service.ts'
import { parseS3Xml } from './s3-reply.ts'
import type { Bucket, Origins } from './store.ts'

interface Rule {
  readonly origins: readonly string[]
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly exposed: readonly string[]
  readonly maxAge: string | undefined
}

const list = (value: unknown): readonly string[] => [value ?? []].flat().map(String)

const rulesOf = async (bucket: Bucket): Promise<readonly Rule[] | undefined> => {
  const document = bucket.settings.get('cors')
  if (document === undefined) return undefined
  const { CORSRule = [] } = await parseS3Xml(Buffer.from(document), ['CORSRule'])
  return (CORSRule as readonly Shape[]).map((rule) => ({
    origins: list(rule.AllowedOrigin),
    methods: list(rule.AllowedMethod),
    headers: list(rule.AllowedHeader),
    exposed: list(rule.ExposeHeader),
    maxAge: rule.MaxAgeSeconds === undefined ? undefined : String(rule.MaxAgeSeconds),
  }))
}

interface Asked {
  /** The origin as it came, and those that it stands for. */
  readonly origins: readonly string[]
  readonly method: string
  readonly headers?: readonly string[]
}

const matching = (rules: readonly Rule[], { origins, method, headers = [] }: Asked) =>
  rules.find(
    (rule) =>
      rule.origins.some((one) => origins.some((origin) => likePattern(one).test(origin))) &&
      rule.methods.includes(method) &&
      headers.every((header) => rule.headers.some((one) => likePattern(one, 'i').test(header))),
  )

const headersOf = (rule: Rule, origin: string): Record<string, string> => ({
  'access-control-allow-origin': rule.origins.includes('*') ? '*' : origin,
  ...(!rule.origins.includes('*') && { 'access-control-allow-credentials': 'true' }),
  'access-control-allow-methods': rule.methods.join(', '),
  ...(rule.exposed.length > 0 && { 'access-control-expose-headers': rule.exposed.join(', ') }),
  ...(rule.maxAge && { 'access-control-max-age': rule.maxAge }),
  vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
})

/** The answer to a preflight request. */
export const preflight = async (bucket: Bucket, { headers }: Received, standsFor: Origins): Promise<Reply> => {
  const { origin, 'access-control-request-method': method } = headers
  if (!origin) throw awsError('BadRequest', 'Insufficient information. Origin request header needed.')
  if (!method) throw awsError('BadRequest', 'Invalid Access-Control-Request-Method: null')
  const rules = await rulesOf(bucket)
  if (!rules) throw awsError('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', 403)
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  const rule = matching(rules, { origins: [origin, ...standsFor(origin)], method, headers: asked })
  if (!rule)
    throw awsError(
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      403,
    )
  const allowed: Record<string, string> =
    asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ').toLowerCase() } : {}
  return { status: 200, headers: { ...headersOf(rule, origin), ...allowed, 'content-length': '0' }, body: '' }
}

/** What a reply to a request of another origin says besides; nothing when no rule is about it. */
export const corsHeaders = async (
  bucket: Bucket | undefined,
  received: Received,
  standsFor: Origins,
): Promise<Record<string, string>> => {
  const { origin } = received.headers
  const rules = origin && bucket ? await rulesOf(bucket) : undefined
  if (!origin || !rules) return {}
  const rule = matching(rules, { origins: [origin, ...standsFor(origin)], method: received.method })
  return rule ? headersOf(rule, origin) : {}
}

/** CloudFormation's CorsConfiguration as the document of PutBucketCors. */
export const corsDocument = (configuration: Shape): string => {
  const rules = ((configuration.CorsRules ?? []) as Shape[]).map((rule) => ({
    ID: rule.Id,
    AllowedOrigin: rule.AllowedOrigins,
    AllowedMethod: rule.AllowedMethods,
    AllowedHeader: rule.AllowedHeaders,
    ExposeHeader: rule.ExposedHeaders,
    MaxAgeSeconds: rule.MaxAge,
  }))
  return `<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${printXml({ CORSRule: rules }, 'flat')}</CORSConfiguration>`
}
