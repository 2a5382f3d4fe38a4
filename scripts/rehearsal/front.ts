// A browser's way to the local AWS: every name of the deployment at one port, over TLS, so that origins, cookies and
// policies are those of the deployed app. Nobody vouches for its certificate; the browser is told to take it.
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import type { Names } from './names.ts'

/** The port on which every name answers. */
export interface Front {
  /** Host and port. */
  readonly address: string
  readonly stop: () => Promise<void>
}

const isShortText = ({ headers }: IncomingMessage): boolean =>
  /^application\/json/.test(headers['content-type'] ?? '') &&
  headers['content-length'] !== undefined &&
  headers['content-encoding'] === undefined

const textOf = async (answer: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const piece of answer.setEncoding('utf8')) text += piece
  return text
}

// Streams are passed on as they come; what is short enough to have a length is read as the browser should read it.
const passOn = async (answer: IncomingMessage, to: ServerResponse, names: Names): Promise<void> => {
  const status = answer.statusCode ?? 502
  if (isShortText(answer)) {
    const text = Buffer.from(names.asDeployed(await textOf(answer)))
    to.writeHead(status, { ...answer.headers, 'content-length': text.length }).end(text)
    return
  }
  to.writeHead(status, answer.headers).flushHeaders()
  answer.on('error', () => to.destroy()).pipe(to)
}

/** Opens it. */
export const startFront = async (names: Names): Promise<Front> => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 })
  // A connection for each request: one that is kept can be closed by the other side just when it is used again.
  const agent = new Agent()
  const server = createServer({ key, cert, keepAliveTimeout: 0 }, (received, to) => {
    const host = received.headers.host ?? ''
    const url = names.find(host)
    if (url === undefined) return void to.writeHead(404).end(`${host} is no name of this deployment\n`)
    const { connection: _, ...headers } = received.headers
    const sent = request(`${url}${received.url}`, { agent, method: received.method, headers })
    sent.on('response', (answer) => passOn(answer, to, names).catch(() => to.destroy()))
    sent.on('error', () => to.destroy())
    to.on('close', () => sent.destroy())
    received.pipe(sent)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}
