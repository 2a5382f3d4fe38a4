import { expect, test } from 'vitest'
import { listen } from '../../server/listen.ts'
import { stop } from '../../server/stop.ts'

test('an idle connection outlives the 60 s for which a load balancer keeps its own', async () => {
  const server = await listen(() => {}, { host: '127.0.0.1', port: 0 })
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000)
  expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout)
  await stop(server)
})

test('a port that is taken is an error', async () => {
  const server = await listen(() => {}, { host: '127.0.0.1', port: 0 })
  const address = server.address()
  const port = typeof address === 'object' ? address!.port : 0
  await expect(listen(() => {}, { host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE')
  await stop(server)
})
