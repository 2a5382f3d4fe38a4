import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const open = new WeakMap<Server, Set<Socket>>()

/** Remembers the connections of a server while they are open. */
export function watchConnections(server: Server): void {
  const sockets = new Set<Socket>()
  open.set(server, sockets)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
}

/**
 * Closes the connections on which nothing was ever sent, which clients open ahead of need. Node takes them for busy until
 * their first request: `closeIdleConnections` leaves them.
 * https://nodejs.org/api/http.html#servercloseidleconnections
 */
export function closeUnusedConnections(server: Server): void {
  for (const socket of open.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy()
}
