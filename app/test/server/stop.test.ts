import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { listen } from '../../server/listen.ts'
import { stop } from '../../server/stop.ts'

const local = { host: '127.0.0.1', port: 0 }

test('a request that does not end is cut off at the deadline', async () => {
  const server = await listen(() => {}, local)
  const { port } = server.address() as AddressInfo
  const client = request({ host: local.host, port }).end()
  const hungUp = once(client, 'error')
  await once(server, 'request')
  expect(await stop(server, 1)).toBe('cut off')
  expect((await hungUp)[0]).toMatchObject({ code: 'ECONNRESET' })
})

test('a server with nothing under way finishes', async () => {
  expect(await stop(await listen(() => {}, local))).toBe('finished')
})

test('a connection that was opened ahead of need, and never used, holds nothing up', async () => {
  const server = await listen(() => {}, local)
  const accepted = once(server, 'connection')
  const socket = connect((server.address() as AddressInfo).port, local.host).resume()
  await accepted
  expect(await stop(server, 5_000)).toBe('finished')
  socket.destroy()
})
