import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listen } from '../../server/listen.ts'

/** Serves on a free port of this machine. */
export async function served(app: RequestListener): Promise<{ url: string; server: Server; close(): Promise<void> }> {
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
