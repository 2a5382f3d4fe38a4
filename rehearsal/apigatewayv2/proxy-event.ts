// The event of payload format 2.0, and what an integration's answer becomes.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import type { Shape } from '../service.ts'

/** A request to an API whose body has arrived. */
export interface ApiRequest {
  readonly method: string
  /** The path without the query and without the stage. */
  readonly path: string
  readonly query: string
  /** Lower-case names; repeated headers joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly sourceIp: string
}

/** What is known of a request beside itself. */
export interface RequestAbout {
  readonly account: string
  readonly apiId: string
  readonly domainName: string
  readonly stage: string
  readonly requestId: string
  readonly routeKey: string
  readonly parameters: Readonly<Record<string, string>>
  readonly stageVariables: Readonly<Record<string, string>> | undefined
  readonly time: Date
}

const textual = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|graphql)|[\w.]+\/[\w.-]+\+(json|xml))/

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (number: number) => String(number).padStart(2, '0')

/** A time as `$context.requestTime` has it: 01/Jan/2026:00:00:00 +0000. */
export const requestTime = (time: Date): string =>
  `${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`

const queryOf = (query: string): Readonly<Record<string, string>> => {
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = name in values ? `${values[name]},${value}` : value
  }
  return values
}

/** What an authorizer is given, and with a body and its verdict what an integration is given. */
export const baseEvent = (request: ApiRequest, about: RequestAbout): Shape => {
  const { cookie, ...headers } = request.headers
  const query = queryOf(request.query)
  return {
    version: '2.0',
    routeKey: about.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(about.parameters).length > 0 && { pathParameters: about.parameters }),
    ...(about.stageVariables && { stageVariables: about.stageVariables }),
    requestContext: {
      accountId: about.account,
      apiId: about.apiId,
      domainName: about.domainName,
      domainPrefix: about.apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: about.requestId,
      routeKey: about.routeKey,
      stage: about.stage,
      time: requestTime(about.time),
      timeEpoch: about.time.getTime(),
    },
  }
}

/** The event of an integration. */
export const proxyEvent = (request: ApiRequest, about: RequestAbout, authorizer: Shape | undefined): Shape => {
  const event = baseEvent(request, about)
  const binary = !textual.test(request.headers['content-type'] ?? '') && request.headers['content-type'] !== undefined
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(authorizer && { authorizer }) },
    ...(request.body.length > 0 && { body: request.body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary && request.body.length > 0,
  }
}

/** What goes back to the client. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer | string
}

/** A message of API Gateway itself. */
export const apiMessage = (status: number, message: string): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
})

/** The answer that a function's result means: the whole of it, or just a body. */
export const answerOf = (payload: string): ApiAnswer => {
  const result = JSON.parse(payload) as Shape | null
  if (typeof result !== 'object' || result === null || result.statusCode === undefined) {
    const text = typeof result === 'string' ? result : JSON.stringify(result)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: text }
  }
  const status = Number(result.statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599) return apiMessage(500, 'Internal Server Error')
  const given = Object.entries((result.headers ?? {}) as Shape).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ])
  const body = String(result.body ?? '')
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(given),
      ...(Array.isArray(result.cookies) && { 'set-cookie': result.cookies.map(String) }),
    },
    body: result.isBase64Encoded ? Buffer.from(body, 'base64') : body,
  }
}
