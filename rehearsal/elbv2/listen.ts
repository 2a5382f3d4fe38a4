import type { Server } from 'node:http'
import { freePort } from '../processes/free-port.ts'

const tryPort = (server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error)
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      resolve(undefined)
    })
  })

/** Makes a server listen on 127.0.0.1, on the wanted port or on any free one, and gives the port. */
export const listen = async (server: Server, wanted?: number): Promise<number> => {
  const port = wanted ?? (await freePort())
  const error = await tryPort(server, port)
  if (!error) return port
  if (error.code === 'EADDRINUSE' && wanted === undefined) return listen(server)
  const why = error.code === 'EADDRINUSE' ? 'is in use' : error.code === 'EACCES' ? 'needs privileges' : error.message
  throw new Error(`port ${port} of 127.0.0.1 ${why}; free it, or map the listener to another port`)
}
