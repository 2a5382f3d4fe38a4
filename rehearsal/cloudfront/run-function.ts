// CloudFront Functions: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
import type { IncomingMessage } from 'node:http'
import { createContext, runInContext } from 'node:vm'
import type { Shape } from '../service.ts'

const values = (pairs: Iterable<readonly [string, string]>): Shape => {
  const shape: Shape = {}
  for (const [name, value] of pairs) {
    if (shape[name]) shape[name].multiValue = [...(shape[name].multiValue ?? [{ value: shape[name].value }]), { value }]
    else shape[name] = { value }
  }
  return shape
}

const cookiesOf = (header = ''): [string, string][] =>
  header
    .split(/;\s*/)
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])

/** The event a function is given for a viewer's request. */
export const viewerRequest = (
  request: IncomingMessage,
  context: { readonly id: string; readonly domainName: string },
): Shape => {
  const [uri = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const headers = Object.entries(request.headers).filter(([name]) => name !== 'cookie')
  return {
    version: '1.0',
    context: {
      distributionId: context.id,
      distributionDomainName: context.domainName,
      eventType: 'viewer-request',
      requestId: 'local',
    },
    viewer: { ip: request.socket.remoteAddress ?? '127.0.0.1' },
    request: {
      method: request.method,
      uri,
      querystring: values(new URLSearchParams(query)),
      headers: values(headers.map(([name, value]) => [name, String(value)] as const)),
      cookies: values(cookiesOf(request.headers.cookie)),
    },
  }
}

/** The query string that a function's `querystring` stands for. */
export const queryOf = (querystring: Shape = {}): string =>
  Object.entries(querystring)
    .flatMap(([name, entry]) =>
      ((entry.multiValue ?? [entry]) as Shape[]).map(({ value }) => (value === '' ? name : `${name}=${value}`)),
    )
    .join('&')

/**
 * Runs a function's handler for at most a second (CloudFront gives it about a millisecond of compute). It is
 * given no modules, no network and no timers, as at the edge.
 */
export const runFunction = async (code: string, event: Shape): Promise<Shape> => {
  const sandbox = createContext({ event: JSON.stringify(event) }, { codeGeneration: { strings: false, wasm: false } })
  const script = `var console = { log: function () {} };\n${code}\n;(async () => JSON.stringify(await handler(JSON.parse(event))))()`
  return JSON.parse(await runInContext(script, sandbox, { timeout: 1_000 }))
}
