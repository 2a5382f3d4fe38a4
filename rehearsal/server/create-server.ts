// The one HTTP endpoint of the local AWS, on 127.0.0.1.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeAwsChunked, isAwsChunked } from '../protocols/aws-chunked.ts'
import { printQueryError } from '../protocols/query.ts'
import type { Received } from '../protocols/received.ts'
import { type Answering, answer, refusalOf } from './answer.ts'
import type { Route } from './route.ts'

/** What the server serves. */
export interface Serving extends Answering {
  /** 0 takes any free port. */
  readonly port: number
  /** Raw routes, looked at before any AWS protocol. */
  readonly routes: readonly Route[]
}

/** A listening endpoint. */
export interface Listening {
  readonly endpoint: string
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Listens on 127.0.0.1 and resolves once requests are answered. */
export const createServer = ({ port, routes, ...answering }: Serving): Promise<Listening> => {
  const server = createHttpServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      const refusal = refusalOf(error, answering.world, request.url ?? '/')
      send(response, printQueryError(refusal, { xmlns: '', requestId: answering.world.id() }))
    })
  })
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const signed = (request.headers.authorization ?? '').startsWith('AWS4-')
    const route = signed ? undefined : routes.find(({ prefix }) => path.startsWith(prefix))
    if (route) return route.handle(request, response)
    send(response, await answer(await receive(request), answering))
  }
  server.keepAliveTimeout = 60_000
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)))
    server.listen(port, '127.0.0.1', () => {
      const actual = (server.address() as AddressInfo).port
      resolve({
        endpoint: `http://127.0.0.1:${actual}`,
        port: actual,
        stop: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}

const listenError = (error: NodeJS.ErrnoException, port: number): Error => {
  const fixes: Record<string, string> = {
    EADDRINUSE: `port ${port} on 127.0.0.1 is in use\n  fix: stop what listens there ("lsof -i :${port}" shows it), or choose another with --port`,
    EACCES: `port ${port} on 127.0.0.1 needs privileges this process does not have\n  fix: choose a port above 1023 with --port`,
  }
  return new Error(fixes[error.code ?? ''] ?? error.message, { cause: error })
}

const receive = async (request: IncomingMessage): Promise<Received> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
  const body = Buffer.concat(pieces)
  const [path = '/', ...query] = (request.url ?? '/').split('?')
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers,
    body: isAwsChunked(headers) ? decodeAwsChunked(body) : body,
  }
}

const send = (
  response: ServerResponse,
  reply: { status: number; headers: Readonly<Record<string, string>>; body: Buffer | string },
) => {
  response.writeHead(reply.status, reply.headers)
  response.end(response.req.method === 'HEAD' ? undefined : reply.body)
}
