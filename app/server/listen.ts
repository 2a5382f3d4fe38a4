import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { watchConnections } from './connections.ts'
import { messageKinds } from './message-kinds.ts'

/**
 * Listens. A connection is kept idle for longer than a load balancer keeps it (60 s unless set), so that it is never the
 * server that closes one on which a request is under way.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout
 */
export async function listen(app: RequestListener, { host, port }: { host: string; port: number }): Promise<Server> {
  const patience = { keepAliveTimeout: 65_000, headersTimeout: 70_000, requestTimeout: 75_000 }
  const server = createServer({ ...patience, ...messageKinds(app) }, app)
  watchConnections(server)
  server.listen(port, host)
  await once(server, 'listening')
  return server
}
