import { Agent, request } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { expect, test } from 'vitest'
import { until } from '../processes/until.ts'
import { cleanups, isHealthy, serve, start } from './forwarding-fixture.ts'

test('a kept connection that the target closes at the moment of use costs the client nothing', async () => {
  const made = await start()
  // A target that answers once per connection and then resets it when something more arrives.
  let connections = 0
  const tcp = createTcpServer((socket) => {
    connections++
    let requests = 0
    socket.on('error', () => {})
    socket.on('data', () => {
      if (++requests > 1) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok')
    })
  })
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => tcp.close())
  const app = { id: '127.0.0.1', port: (tcp.address() as AddressInfo).port }
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  for (let i = 0; i < 6; i++) expect((await fetch(`${made.url}/${i}`)).status).toBe(200)
  expect(made.api.stats()).toMatchObject([{ requests: 6, elb5xx: 0 }])
  expect(connections).toBeGreaterThan(3)
})

test('a POST is never sent twice', async () => {
  const made = await start()
  const seen: string[] = []
  const app = await serve((req, res) => {
    seen.push(req.method ?? '')
    if (req.method === 'POST') res.destroy()
    else res.end('ok')
  })
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  await fetch(made.url)
  expect((await fetch(made.url, { method: 'POST' })).status).toBe(502)
  expect(seen).toEqual(['GET', 'POST'])
})

test('connections to targets are kept and used again', async () => {
  const made = await start()
  const sockets = new Set<number | undefined>()
  const app = await serve((req, res) => {
    sockets.add(req.socket.remotePort)
    res.end('ok')
  })
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  for (let i = 0; i < 20; i++) await (await fetch(made.url)).text()
  expect(sockets.size).toBe(1)
})

test('a draining target finishes what it was asked and gets nothing new', async () => {
  const made = await start()
  let finish = () => {}
  const old = await serve((_, res) => {
    finish = () => res.end('old')
  })
  made.api.register(made.group.physicalId, [old])
  await isHealthy(made, old)
  const slow = fetch(made.url).then((response) => response.text())
  await until('the request to arrive', () => finish.name !== '' && made.api.stats()[0]?.requests === 1)
  const fresh = await serve((_, res) => void res.end('new'))
  made.api.register(made.group.physicalId, [fresh])
  await isHealthy(made, fresh)
  let drained = false
  const draining = made.api.deregister(made.group.physicalId, [old]).then(() => {
    drained = true
  })
  expect(made.api.health(made.group.physicalId, old)).toMatchObject({
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
  })
  for (let i = 0; i < 5; i++) expect(await (await fetch(made.url)).text()).toBe('new')
  expect(drained).toBe(false)
  finish()
  expect(await slow).toBe('old')
  await draining
  expect(made.api.health(made.group.physicalId, old)).toMatchObject({ state: 'unused', reason: 'Target.NotRegistered' })
})

test('a load of requests through a rolling replacement of all targets fails not once', async () => {
  const made = await start()
  const generation = async (name: string) => {
    const apps = await Promise.all(
      [0, 1].map(() =>
        serve((req, res) => void req.resume().on('end', () => setTimeout(() => res.end(name), Math.random() * 5))),
      ),
    )
    made.api.register(made.group.physicalId, apps)
    for (const app of apps) await isHealthy(made, app)
    return apps
  }
  let current = await generation('0')
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  cleanups.push(() => agent.destroy())
  const failures: string[] = []
  const seen = new Set<string>()
  let sent = 0
  let going = true
  const one = (method: string) =>
    new Promise<void>((resolve) => {
      const failed = (why: unknown) => {
        failures.push(`${method} ${why}`)
        resolve()
      }
      sent++
      const req = request(made.url, { agent, method }, (res) => {
        let text = ''
        res.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        res.on('error', failed)
        res.on('end', () => {
          seen.add(text)
          if (res.statusCode === 200) resolve()
          else failed(res.statusCode)
        })
      })
      req.on('error', failed)
      req.end(method === 'POST' ? 'body' : undefined)
    })
  const clients = Array.from({ length: 20 }, async (_, index) => {
    while (going) await one(index % 4 === 0 ? 'POST' : 'GET')
  })
  for (let round = 1; round <= 6; round++) {
    const next = await generation(String(round))
    const before = sent
    await until('many more requests', () => sent > before + 50)
    for (const old of current) {
      await made.api.deregister(made.group.physicalId, [old])
      await old.close()
    }
    current = next
  }
  going = false
  await Promise.all(clients)
  expect(failures).toEqual([])
  expect(seen.size).toBe(7)
  expect(sent).toBeGreaterThan(200)
  expect(made.api.stats()).toMatchObject([{ elb5xx: 0, target5xx: 0, aborted: 0 }])
})
