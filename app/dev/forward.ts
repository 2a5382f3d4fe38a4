import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** An address to listen at; port 0 is any free one. */
export type Address = { readonly host: string; readonly port: number }

/** Passes what comes to one address on to another, unread: what listens for its own machine only is reached by others. */
export async function forward(
  from: Address,
  { hostname, port }: Pick<URL, 'hostname' | 'port'>,
): Promise<{ port: number; close(): Promise<void> }> {
  const open = new Set<Socket>()
  const server = createServer((outside) => {
    const inside = connect(Number(port), hostname)
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(socket)
      socket.pipe(other)
      socket.on('error', () => other.destroy())
      socket.on('close', () => open.delete(socket))
    }
  })
  await once(server.listen(from.port, from.host), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
