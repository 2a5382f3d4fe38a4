// One request to one target, streamed both ways.
import { type Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { answer } from './answer.ts'
import { endToEnd, type Headers } from './forwarded-headers.ts'

/** A request on its way to a target. */
export interface Forwarding {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly headers: Headers
  readonly host: string
  readonly port: number
  readonly agent: Agent
  /** `idle_timeout.timeout_seconds` of the load balancer, in milliseconds. */
  readonly idle: number
  /** Told the status once, 0 when the target broke off in the middle of its answer. */
  readonly answered: (status: number, by: 'target' | 'elb') => void
  /** Changes the headers of the answer. */
  readonly amend?: (headers: Headers) => Headers
  /** True when somebody else answers the client in the place of an answer with this status. */
  readonly takes?: (status: number) => boolean
}

const connectTimeout = 10_000
const withoutBody = (request: IncomingMessage) =>
  request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Sends the request on. A connection that was used before may have been closed by the target at this very moment: a
 * request without a body and without side effects goes over such a connection and is sent once more over a fresh one
 * when nothing was answered; any other request gets a fresh connection from the start, so it is never sent twice.
 */
export const forwardRequest = (forwarding: Forwarding): void => {
  const { request, response, answered } = forwarding
  const mayRepeat = withoutBody(request) && repeatable.has(request.method ?? '')
  const send = (agent: Agent | false) => {
    let began = false
    let timedOut = false
    const upstream = httpRequest({
      host: forwarding.host,
      port: forwarding.port,
      method: request.method,
      path: request.url,
      headers: forwarding.headers,
      agent,
      setHost: false,
    })
    const connecting = setTimeout(() => expire(), connectTimeout)
    const expire = () => {
      timedOut = true
      upstream.destroy()
    }
    upstream.once('socket', (socket) => {
      if (!socket.connecting) clearTimeout(connecting)
      else socket.once('connect', () => clearTimeout(connecting))
    })
    upstream.setTimeout(forwarding.idle, expire)
    const clientLeft = () => void (response.writableFinished || upstream.destroy())
    response.once('close', clientLeft)

    upstream.once('response', (back) => {
      began = true
      answered(back.statusCode ?? 502, 'target')
      if (forwarding.takes?.(back.statusCode ?? 502)) {
        response.off('close', clientLeft)
        back.resume()
        return
      }
      const headers = endToEnd(back.rawHeaders)
      response.writeHead(back.statusCode ?? 502, back.statusMessage, forwarding.amend?.(headers) ?? headers)
      response.flushHeaders()
      back.pipe(response)
      back.once('error', () => {
        if (!response.writableFinished) answered(0, 'target')
        response.destroy()
      })
    })
    upstream.on('error', () => {
      clearTimeout(connecting)
      response.off('close', clientLeft)
      if (response.destroyed || began) return void (began && response.destroy())
      if (upstream.reusedSocket && mayRepeat && !timedOut) return send(false)
      const status = timedOut ? 504 : 502
      answered(status, 'elb')
      request.unpipe()
      request.resume()
      answer(response, status)
    })
    if (mayRepeat || withoutBody(request)) upstream.end()
    else request.pipe(upstream)
  }
  send(mayRepeat ? forwarding.agent : false)
}
