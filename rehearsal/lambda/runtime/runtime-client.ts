// The Lambda Runtime API as a runtime calls it: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { ErrorShape } from './error-shape.ts'

/** One event to handle. */
export interface Invocation {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a runtime says to Lambda. */
export interface RuntimeClient {
  /** The next event, as soon as there is one. */
  readonly next: () => Promise<Invocation>
  readonly respond: (id: string, body: string) => Promise<void>
  readonly fail: (id: string, error: ErrorShape) => Promise<void>
  readonly failInit: (error: ErrorShape) => Promise<void>
}

/** A client of the Runtime API at `host:port`. */
export const runtimeClient = (api: string): RuntimeClient => {
  const [host = '', port = ''] = api.split(':')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const call = (method: string, path: string, given: { headers?: Record<string, string>; body?: string } = {}) =>
    new Promise<Invocation>((resolve, reject) => {
      const body = given.body ?? ''
      const headers = { 'Content-Length': Buffer.byteLength(body), ...given.headers }
      const sent = request({ host, port, agent, method, path: `/2018-06-01/runtime${path}`, headers }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            id: String(response.headers['lambda-runtime-aws-request-id'] ?? ''),
            headers: response.headers,
            body: Buffer.concat(pieces).toString('utf8'),
          }),
        )
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const told = (error: ErrorShape) => ({
    headers: { 'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': error.errorType },
    body: JSON.stringify(error),
  })
  return {
    next: () => call('GET', '/invocation/next'),
    respond: async (id, body) => void (await call('POST', `/invocation/${id}/response`, { body })),
    fail: async (id, error) => void (await call('POST', `/invocation/${id}/error`, told(error))),
    failInit: async (error) => void (await call('POST', '/init/error', told(error))),
  }
}
