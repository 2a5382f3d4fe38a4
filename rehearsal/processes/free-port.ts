import { createServer } from 'node:net'

// Below the ports that the kernel gives to outgoing connections (32768 and up on Linux, 49152 and up on macOS), so that
// no connection can take the port between the moment it is chosen and the moment a child listens on it.
const lowest = 20_000
const highest = 32_000
const given = new Set<number>()

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** A port of 127.0.0.1 that nobody listens on and that was not given before. */
export const freePort = async (random: () => number = Math.random): Promise<number> => {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const port = lowest + Math.floor(random() * (highest - lowest))
    if (given.has(port)) continue
    given.add(port)
    if (await canListen(port)) return port
  }
  throw new Error(`no free port between ${lowest} and ${highest} on 127.0.0.1; close some local servers and try again`)
}

/** Lets a port be given again. */
export const releasePort = (port: number): void => {
  given.delete(port)
}
