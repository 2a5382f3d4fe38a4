// The Lambda Runtime API of one execution environment, on a port of its own.
// Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from '../elbv2/listen.ts'

/** What the runtime says when it does not ask for the next event. */
export type Said =
  | { readonly kind: 'response'; readonly requestId: string; readonly body: Buffer }
  | { readonly kind: 'error'; readonly requestId: string; readonly body: Buffer; readonly type: string }
  | { readonly kind: 'init-error'; readonly body: Buffer; readonly type: string }

/** The events between Lambda and a runtime. */
export interface RuntimeApi {
  readonly address: string
  /** Answers the runtime's request for the next event; it has asked, or will. */
  readonly give: (headers: Readonly<Record<string, string>>, body: Buffer) => void
  readonly close: () => Promise<void>
}

/** What is called when the runtime asks for an event, and when it says something. */
export interface RuntimeListener {
  readonly asked: () => void
  readonly said: (said: Said) => void
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** Starts the API and resolves once it listens. */
export const runtimeApi = async ({ asked, said }: RuntimeListener): Promise<RuntimeApi> => {
  let waiting: ServerResponse | undefined
  let given: { headers: Readonly<Record<string, string>>; body: Buffer } | undefined
  const hand = () => {
    if (!waiting || !given) return
    waiting.writeHead(200, { 'Content-Type': 'application/json', ...given.headers })
    waiting.end(given.body)
    waiting = undefined
    given = undefined
  }
  const accept = (response: ServerResponse) => {
    response.writeHead(202, { 'Content-Type': 'application/json' })
    response.end('{"status":"OK"}')
  }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const [, , runtime, about, id = '', what] = (request.url ?? '').split('/')
    const type = String(request.headers['lambda-runtime-function-error-type'] ?? 'Unhandled')
    if (runtime !== 'runtime') return void response.writeHead(404).end()
    if (about === 'invocation' && id === 'next') {
      waiting = response
      asked()
      return hand()
    }
    const body = await bodyOf(request)
    if (about === 'init') said({ kind: 'init-error', body, type })
    else if (what === 'response') said({ kind: 'response', requestId: id, body })
    else if (what === 'error') said({ kind: 'error', requestId: id, body, type })
    accept(response)
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 0
  server.requestTimeout = 0
  const port = await listen(server)
  return {
    address: `127.0.0.1:${port}`,
    give: (headers, body) => {
      given = { headers, body }
      hand()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
