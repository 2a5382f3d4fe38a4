// WebSocket and other upgrades: after the handshake the two connections are one.
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Headers } from './forwarded-headers.ts'

const head = (message: IncomingMessage): string => {
  const lines = [`HTTP/1.1 ${message.statusCode} ${message.statusMessage}`]
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    lines.push(`${message.rawHeaders[i]}: ${message.rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** An upgrade on its way to a target. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly client: Duplex
  /** What the client has already sent after its request. */
  readonly early: Buffer
  readonly headers: Headers
  readonly host: string
  readonly port: number
  readonly answered: (status: number, by: 'target' | 'elb') => void
}

/** Passes an upgrade request on and joins the connections when the target accepts. */
export const forwardUpgrade = ({ request, client, early, headers, host, port, answered }: Upgrade): void => {
  const upstream = httpRequest({
    host,
    port,
    method: request.method,
    path: request.url,
    headers: { ...headers, Connection: 'Upgrade', Upgrade: request.headers.upgrade ?? '' },
    agent: false,
    setHost: false,
  })
  client.on('error', () => upstream.destroy())
  client.once('close', () => upstream.destroy())
  upstream.once('upgrade', (response, socket, first) => {
    answered(101, 'target')
    client.write(head(response))
    client.write(first)
    socket.write(early)
    socket.on('error', () => client.destroy())
    socket.once('close', () => client.destroy())
    client.once('close', () => socket.destroy())
    socket.pipe(client).pipe(socket)
  })
  upstream.once('response', (response) => {
    answered(response.statusCode ?? 502, 'target')
    client.write(head(response))
    response.pipe(client)
  })
  upstream.once('error', () => {
    if (client.destroyed) return
    answered(502, 'elb')
    client.end('HTTP/1.1 502 Bad Gateway\r\nServer: awselb/2.0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  upstream.end()
}
