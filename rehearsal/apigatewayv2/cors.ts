// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
import { likePattern } from '../iam/condition-operators.ts'
import type { Shape } from '../service.ts'

const lower = (list: unknown): readonly string[] => ((list ?? []) as string[]).map((one) => one.toLowerCase())

const originOf = (configuration: Shape, origin: string | undefined): string | undefined => {
  const origins = lower(configuration.AllowOrigins)
  if (origins.includes('*')) return '*'
  return origin !== undefined && origins.some((one) => likePattern(one).test(origin.toLowerCase())) ? origin : undefined
}

/** What a CORS configuration adds to the answer of a request from another origin. */
export const corsHeaders = (configuration: Shape | undefined, origin: string | undefined): Record<string, string> => {
  const allowed = configuration && originOf(configuration, origin)
  if (!configuration || !allowed) return {}
  const exposed = (configuration.ExposeHeaders ?? []) as string[]
  return {
    'access-control-allow-origin': allowed,
    ...(configuration.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(exposed.length > 0 && { 'access-control-expose-headers': exposed.join(',') }),
    vary: 'origin',
  }
}

/** The headers of the answer to a preflight request; API Gateway answers 204 whether it allows it or not. */
export const preflightHeaders = (configuration: Shape, origin: string | undefined): Record<string, string> => {
  const allowed = corsHeaders(configuration, origin)
  if (Object.keys(allowed).length === 0) return {}
  return {
    ...allowed,
    'access-control-allow-methods': ((configuration.AllowMethods ?? []) as string[]).join(','),
    'access-control-allow-headers': lower(configuration.AllowHeaders).join(','),
    ...(configuration.MaxAge !== undefined && { 'access-control-max-age': String(configuration.MaxAge) }),
  }
}
