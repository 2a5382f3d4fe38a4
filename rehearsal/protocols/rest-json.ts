// REST services with JSON bodies (restJson1): the operation is found by method and path, errors by a header.
// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
import { AwsError, awsError, type Call, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { parseJsonBody } from './json.ts'
import { printable } from './printable.ts'
import type { Received, Reply, RestHandler } from './received.ts'

/** One request to a route. */
export interface RouteCall {
  /** What stands in the path for `{name}`, decoded. */
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The JSON body; `raw` has it as it came. */
  readonly body: () => Shape
  readonly received: Received
  readonly call: Call
}

/** A route: `GET /2015-03-31/functions/{name}`, and what answers it. */
export type Routes = Readonly<Record<string, (call: RouteCall) => Shape | Reply | Promise<Shape | Reply>>>

const patternOf = (route: string) => {
  const [method = '', template = ''] = route.split(' ')
  const source = template.replace(/\/$/, '').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return { method, pattern: new RegExp(`^${source}/?$`) }
}

const isReply = (value: Shape): value is Reply =>
  typeof value.status === 'number' && 'headers' in value && 'body' in value

/** A JSON reply; dates as seconds since 1970 unless the service writes them itself. */
export const jsonReply = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(printable(value, (date) => date.getTime() / 1000)),
})

/** A refusal in the form of restJson1. */
const restJsonError = (error: AwsError, requestId: string): Reply => ({
  status: error.status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code, 'x-amzn-requestid': requestId },
  body: JSON.stringify({ Type: 'User', message: error.message, Message: error.message }),
})

/** Answers the requests of a REST service from its routes. */
export const restJson = (service: string, routes: Routes, world: World): RestHandler => {
  const table = Object.entries(routes).map(([route, answer]) => ({ ...patternOf(route), answer }))
  return async (received, call) => {
    const requestId = world.id()
    try {
      for (const { method, pattern, answer } of table) {
        const found = method === received.method ? pattern.exec(received.path) : null
        if (!found) continue
        const path = Object.fromEntries(
          Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]),
        )
        const given = await answer({
          path,
          query: received.query,
          body: () => parseJsonBody(received.body),
          received,
          call,
        })
        const reply = isReply(given) ? given : jsonReply(given)
        return { ...reply, headers: { 'x-amzn-requestid': requestId, ...reply.headers } }
      }
      const known = Object.keys(routes).sort().join(', ')
      throw awsError(
        'UnknownOperationException',
        `the local AWS has no "${received.method} ${received.path}" in ${service}; it has ${known}`,
        404,
      )
    } catch (error) {
      if (error instanceof AwsError) return restJsonError(error, requestId)
      throw error
    }
  }
}
