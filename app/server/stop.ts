import type { Server } from 'node:http'
import { closeUnusedConnections } from './connections.ts'

/**
 * Stops accepting connections, lets the requests under way finish, and says whether all did before the deadline.
 * The deadline must be shorter than the time between SIGTERM and SIGKILL (stopTimeout of an ECS container, 30 s).
 */
export function stop(server: Server, deadline = 25_000): Promise<'finished' | 'cut off'> {
  return new Promise((resolve) => {
    // close() drops the idle connections once; those that fall idle later are ours to drop.
    const sweep = setInterval(() => {
      server.closeIdleConnections()
      closeUnusedConnections(server)
    }, 50)
    let ending: 'finished' | 'cut off' = 'finished'
    const timer = setTimeout(() => {
      ending = 'cut off'
      server.closeAllConnections()
    }, deadline)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(timer)
      resolve(ending)
    })
  })
}
