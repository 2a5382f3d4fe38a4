// Which rule of a listener answers a request: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
import type { IncomingHttpHeaders } from 'node:http'
import type { Shape } from '../service.ts'
import type { Rule } from './state.ts'

/** What rules look at. */
export interface RequestFacts {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly sourceIp: string
}

const wildcard = (pattern: string, flags: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  )

const inBlock = (ip: string, block: string): boolean => {
  const [base = '', bits = '32'] = block.split('/')
  const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(bits))
  return Math.floor(number(ip) / size) === Math.floor(number(base) / size)
}

const valuesOf = (condition: Shape, config: string): string[] => condition[config]?.Values ?? condition.Values ?? []

const queryMatches = (condition: Shape, query: URLSearchParams): boolean =>
  ((condition.QueryStringConfig?.Values ?? []) as Shape[]).some((wanted) =>
    [...query].some(
      ([key, value]) =>
        (wanted.Key === undefined || wildcard(wanted.Key, 'i').test(key)) && wildcard(wanted.Value, 'i').test(value),
    ),
  )

const holds = (condition: Shape, request: RequestFacts): boolean => {
  const [path = '/', query = ''] = request.url.split('?', 2)
  switch (condition.Field) {
    case 'path-pattern':
      return valuesOf(condition, 'PathPatternConfig').some((value) => wildcard(value, '').test(path))
    case 'host-header': {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '')
      return valuesOf(condition, 'HostHeaderConfig').some((value) => wildcard(value, 'i').test(host))
    }
    case 'http-request-method':
      return valuesOf(condition, 'HttpRequestMethodConfig').includes(request.method)
    case 'http-header': {
      const header = String(request.headers[String(condition.HttpHeaderConfig?.HttpHeaderName).toLowerCase()] ?? '')
      return valuesOf(condition, 'HttpHeaderConfig').some((value) => wildcard(value, 'i').test(header))
    }
    case 'query-string':
      return queryMatches(condition, new URLSearchParams(query))
    case 'source-ip':
      return valuesOf(condition, 'SourceIpConfig').some((value) => inBlock(request.sourceIp, value))
    default:
      return false
  }
}

/** The rule with the lowest priority whose conditions all hold; the default rule is last. */
export const matchRule = (rules: readonly Rule[], request: RequestFacts): Rule | undefined => {
  const order = (rule: Rule) => (rule.priority === 'default' ? Number.POSITIVE_INFINITY : rule.priority)
  return [...rules]
    .sort((a, b) => order(a) - order(b))
    .find((rule) => rule.conditions.every((condition) => holds(condition, request)))
}
