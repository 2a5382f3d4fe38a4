// The HTTP server behind a listener. HTTPS listeners speak plain HTTP here; their targets are told `https` all the same.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Shape } from '../service.ts'
import { answer } from './answer.ts'
import { chooseTarget } from './choose-target.ts'
import { forwardRequest } from './forward-request.ts'
import { forwardUpgrade } from './forward-upgrade.ts'
import { type Entrance, forwardedHeaders } from './forwarded-headers.ts'
import { matchRule } from './match-rule.ts'
import { redirectLocation } from './redirect.ts'
import type { Listener, Target, TargetGroup } from './state.ts'
import type { Targets } from './targets.ts'

/** What a listener's server needs to know at each request. */
export interface Serving {
  readonly listener: () => Listener
  readonly entrance: Entrance
  readonly targets: Targets
  readonly groupOf: (arn: string) => TargetGroup | undefined
  readonly localUrl: (port: number) => string | undefined
  readonly idle: () => number
  readonly now: () => Date
  readonly random: () => number
}

const pickGroup = (action: Shape, random: () => number): string | undefined => {
  const weighted = (action.ForwardConfig?.TargetGroups ?? []) as Shape[]
  if (weighted.length === 0) return action.TargetGroupArn
  const tickets = weighted.flatMap((group) => Array<string>(Number(group.Weight ?? 1)).fill(group.TargetGroupArn))
  return tickets[Math.floor(random() * tickets.length)]
}

/** Makes the server of a listener; it does not listen yet. */
export const serveListener = (serving: Serving): Server => {
  const actionFor = (request: IncomingMessage): Shape | undefined => {
    const facts = {
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers: request.headers,
      sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    }
    return matchRule(serving.listener().rules, facts)
      ?.actions.toSorted((a, b) => (a.Order ?? 1) - (b.Order ?? 1))
      .at(-1)
  }
  const destination = (action: Shape): { group: TargetGroup; target: Target } | undefined => {
    const group = serving.groupOf(pickGroup(action, serving.random) ?? '')
    const target = group && chooseTarget(group)
    return target && { group, target }
  }
  const count = (status: number, by: 'target' | 'elb') => {
    const { counts } = serving.listener()
    if (status === 0) counts.aborted++
    else if (status >= 500) counts[by === 'elb' ? 'elb5xx' : 'target5xx']++
  }

  const forward = (action: Shape, request: IncomingMessage, response: ServerResponse) => {
    const to = destination(action)
    if (!to) {
      count(503, 'elb')
      request.resume()
      return answer(response, 503)
    }
    // Node refuses to send what HTTP does not allow in a path or header; so does the load balancer.
    if (/[^\x21-\xff]/.test(request.url ?? '')) return answer(response, 400)
    const ends = serving.targets.begin(to.group, to.target, () => response.destroy())
    response.once('close', ends)
    forwardRequest({
      request,
      response,
      headers: forwardedHeaders(request, serving.entrance, serving.now()),
      host: to.target.id,
      port: to.target.port,
      agent: to.target.agent,
      idle: serving.idle(),
      answered: count,
    })
  }

  const server = createServer((request, response) => {
    serving.listener().counts.requests++
    response.on('error', () => {})
    const action = actionFor(request)
    if (action?.Type === 'fixed-response') {
      const { StatusCode, ContentType, MessageBody } = action.FixedResponseConfig ?? {}
      response.writeHead(Number(StatusCode ?? 200), {
        Server: 'awselb/2.0',
        'Content-Type': ContentType ?? 'text/plain',
      })
      response.end(MessageBody ?? '')
    } else if (action?.Type === 'redirect') {
      const Location = redirectLocation(action.RedirectConfig ?? {}, request, {
        ...serving.entrance,
        localUrl: serving.localUrl,
      })
      const status = action.RedirectConfig?.StatusCode === 'HTTP_301' ? 301 : 302
      response.writeHead(status, { Server: 'awselb/2.0', Location, 'Content-Length': 0 })
      response.end()
    } else if (action?.Type === 'forward') forward(action, request, response)
    else {
      count(503, 'elb')
      answer(response, 503)
    }
  })

  server.on('upgrade', (request: IncomingMessage, client: Duplex, early: Buffer) => {
    serving.listener().counts.requests++
    const action = actionFor(request)
    const to = action?.Type === 'forward' ? destination(action) : undefined
    if (!to) {
      count(503, 'elb')
      client.end(
        'HTTP/1.1 503 Service Unavailable\r\nServer: awselb/2.0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      )
      return
    }
    client.once(
      'close',
      serving.targets.begin(to.group, to.target, () => client.destroy()),
    )
    const headers = forwardedHeaders(request, serving.entrance, serving.now())
    forwardUpgrade({ request, client, early, headers, host: to.target.id, port: to.target.port, answered: count })
  })

  // Upgraded connections are no longer the server's, so closing it would wait for them for ever.
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (_, client: Duplex) => {
    upgraded.add(client)
    client.once('close', () => upgraded.delete(client))
  })
  const closeAll = server.closeAllConnections.bind(server)
  server.closeAllConnections = () => {
    for (const client of upgraded) client.destroy()
    closeAll()
  }

  // Longer than a client keeps its connections, so that the client is the one to close them.
  server.keepAliveTimeout = 3_600_000
  server.requestTimeout = 0
  return server
}
