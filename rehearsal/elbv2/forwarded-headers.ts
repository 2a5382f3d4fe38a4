import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

// RFC 9110, section 7.6.1: these belong to one connection and are not passed on.
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers by name; a repeated one is a list. */
export type Headers = Record<string, string | string[]>

/** The headers of a message for the next hop, with their case and their repetitions. */
export const endToEnd = (raw: readonly string[]): Headers => {
  const headers: Headers = {}
  const names = new Map<string, string>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (hopByHop.has(name.toLowerCase())) continue
    const first = names.get(name.toLowerCase()) ?? name
    names.set(name.toLowerCase(), first)
    const before = headers[first]
    headers[first] = before === undefined ? (raw[i + 1] ?? '') : [before, raw[i + 1] ?? ''].flat()
  }
  return headers
}

const set = (headers: Headers, name: string, value: string) => {
  for (const key of Object.keys(headers)) if (key.toLowerCase() === name.toLowerCase()) delete headers[key]
  headers[name] = value
}

/** What the listener knows about itself. */
export interface Entrance {
  readonly protocol: 'http' | 'https'
  readonly port: number
}

/**
 * The headers a target receives: `X-Forwarded-For` appended, `-Proto`, `-Port` and `X-Amzn-Trace-Id` set
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html).
 */
export const forwardedHeaders = (request: IncomingMessage, entrance: Entrance, now: Date): Headers => {
  const headers = endToEnd(request.rawHeaders)
  const before = request.headers['x-forwarded-for']
  const client = (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
  set(headers, 'X-Forwarded-For', before ? `${before}, ${client}` : client)
  set(headers, 'X-Forwarded-Proto', entrance.protocol)
  set(headers, 'X-Forwarded-Port', String(entrance.port))
  if (!request.headers['x-amzn-trace-id']) {
    const seconds = Math.floor(now.getTime() / 1_000).toString(16)
    set(headers, 'X-Amzn-Trace-Id', `Root=1-${seconds}-${randomBytes(12).toString('hex')}`)
  }
  return headers
}
