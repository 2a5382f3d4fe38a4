import { Agent, get, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { contextOf, make, providerOf } from '../processes/sample-world.ts'
import { until } from '../processes/until.ts'
import { balancer, target } from './balancer.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

const start = async (given: Parameters<typeof balancer>[0] = {}) => {
  const made = await balancer({ ...given, options: { speed: 100, ...given.options } })
  cleanups.push(() => made.service.stop?.())
  return made
}
const serve = async (handle: Parameters<typeof target>[0]) => {
  const made = await target(handle)
  cleanups.push(() => made.server.closeAllConnections())
  cleanups.push(() => made.server.close())
  return made
}
const isHealthy = (made: Awaited<ReturnType<typeof start>>, one: { id: string; port: number }) =>
  until(`${one.port} to be healthy`, () => made.api.health(made.group.physicalId, one).state === 'healthy')

test('a request reaches the target with its headers and what the load balancer adds', async () => {
  const made = await start()
  const app = await serve((req, res) => {
    res.writeHead(201, { 'X-Twice': ['a', 'b'] })
    res.end(JSON.stringify({ url: req.url, method: req.method, headers: req.headers }))
  })
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  const response = await fetch(`${made.url}/a/b?c=d`, {
    method: 'PUT',
    body: 'x',
    headers: { 'X-Own': '1', 'X-Forwarded-For': '9.9.9.9', Host: 'example.org' },
  })
  expect(response.status).toBe(201)
  expect(response.headers.get('x-twice')).toBe('a, b')
  const { url, method, headers } = (await response.json()) as {
    url: string
    method: string
    headers: Record<string, string>
  }
  expect({ url, method }).toEqual({ url: '/a/b?c=d', method: 'PUT' })
  expect(headers).toMatchObject({
    'x-own': '1',
    'x-forwarded-for': '9.9.9.9, 127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': '80',
  })
  expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
})

test('targets of an HTTPS listener are told https', async () => {
  const made = await start({ listener: { Port: 443, Protocol: 'HTTPS', Certificates: [{ CertificateArn: 'arn' }] } })
  const app = await serve((req, res) => void res.end(req.headers['x-forwarded-proto']))
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  expect(await (await fetch(made.url)).text()).toBe('https')
  expect(made.notices.some(({ says }) => says.includes('plain HTTP here'))).toBe(true)
})

test('healthy targets take turns', async () => {
  const made = await start()
  const apps = await Promise.all(['a', 'b', 'c'].map((name) => serve((_, res) => void res.end(name))))
  made.api.register(made.group.physicalId, apps)
  for (const app of apps) await isHealthy(made, app)
  const answers = []
  for (let i = 0; i < 9; i++) answers.push(await (await fetch(made.url)).text())
  for (const name of ['a', 'b', 'c']) expect(answers.filter((answer) => answer === name)).toHaveLength(3)
})

test('without targets the answer is 503, with unreachable ones 502, and both are counted', async () => {
  const made = await start()
  const empty = await fetch(made.url)
  expect(empty.status).toBe(503)
  expect(empty.headers.get('server')).toBe('awselb/2.0')
  expect(await empty.text()).toContain('503 Service Unavailable')
  made.api.register(made.group.physicalId, [{ id: '127.0.0.1', port: 9 }])
  expect((await fetch(made.url)).status).toBe(502)
  expect(made.api.stats()).toMatchObject([{ port: 80, requests: 2, elb5xx: 2, target5xx: 0 }])
})

test('a target that does not answer in the idle timeout is 504', async () => {
  const made = await start()
  await providerOf(made.service, 'AWS::ElasticLoadBalancingV2::LoadBalancer').update?.(
    made.lb,
    {},
    { LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '0.1' }] },
    contextOf(made.world),
  )
  const app = await serve(() => {})
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  expect((await fetch(made.url)).status).toBe(504)
})

test('with no healthy target the load balancer fails open', async () => {
  const made = await start({ group: { HealthCheckPath: '/sick' } })
  const app = await serve((req, res) => void res.writeHead(req.url === '/sick' ? 500 : 200).end('open'))
  made.api.register(made.group.physicalId, [app])
  await until('the target to be unhealthy', () => made.api.health(made.group.physicalId, app).state === 'unhealthy')
  expect(await (await fetch(made.url)).text()).toBe('open')
})

test('bodies are streamed in both directions before either ends', async () => {
  const made = await start()
  const app = await serve(
    (req, res) => void req.on('data', (chunk) => res.write(`<${chunk}>`)).on('end', () => res.end()),
  )
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  const answers: string[] = []
  const sent = request(made.url, { method: 'POST' })
  sent.write('one')
  const response = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve))
  response.setEncoding('utf8').on('data', (chunk) => answers.push(chunk))
  await until('the first echo', () => answers.join('') === '<one>')
  sent.end('two')
  await until('the second echo', () => answers.join('') === '<one><two>')
})

test('a WebSocket handshake joins the two connections', async () => {
  const made = await start()
  const app = await serve((_, res) => void res.end())
  app.server.on('upgrade', (req, socket: Socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Path: ${req.url}\r\n\r\nhello `,
    )
    socket.on('data', (chunk) => socket.write(`echo ${chunk}`))
    socket.on('error', () => {})
  })
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  const sent = request(`${made.url}/ws`, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } }).end()
  const [response, socket, head] = await new Promise<[IncomingMessage, Socket, Buffer]>((resolve) =>
    sent.once('upgrade', (...all) => resolve(all as [IncomingMessage, Socket, Buffer])),
  )
  expect(response.headers['x-path']).toBe('/ws')
  let got = head.toString()
  socket.on('data', (chunk) => {
    got += chunk
  })
  socket.write('you')
  await until('the echo', () => got === 'hello echo you')
  socket.destroy()
})

test('rules are tried by priority, with wildcards in path and host; the default is last', async () => {
  const made = await start()
  const rule = (Priority: number, Conditions: object[], MessageBody: string) =>
    make(made.world, made.service, 'AWS::ElasticLoadBalancingV2::ListenerRule', {
      ListenerArn: made.listener.physicalId,
      Priority,
      Conditions,
      Actions: [
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody } },
      ],
    })
  await rule(20, [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }], 'api')
  await rule(
    10,
    [
      { Field: 'path-pattern', Values: ['/api/v?/x'] },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } },
    ],
    'v',
  )
  await rule(30, [{ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'debug', Value: '*' }] } }], 'query')
  await expect(rule(30, [], 'again')).rejects.toThrow("Priority '30' is currently in use")
  const text = async (path: string, method = 'GET') => (await fetch(`${made.url}${path}`, { method })).text()
  expect(await text('/api/v1/x', 'POST')).toBe('v')
  expect(await text('/api/v1/x')).toBe('api')
  expect(await text('/other?debug=1')).toBe('query')
  expect(await text('/other')).toContain('503')
})

test('a redirect to another listener of the load balancer leads to its local address', async () => {
  const made = await start({
    listener: {
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    },
  })
  const before = await fetch(`${made.url}/x?y=1`, { redirect: 'manual' })
  expect(before.status).toBe(301)
  expect(before.headers.get('location')).toBe('https://127.0.0.1:443/x?y=1')
  await make(made.world, made.service, 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: made.lb.physicalId,
    Port: 443,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: 'arn' }],
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody: 'secure' } }],
  })
  expect(await (await fetch(`${made.url}/x?y=1`)).text()).toBe('secure')
})

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

test('listener ports can be mapped; a taken one is refused with the way out', async () => {
  const taken = await serve((_, res) => void res.end())
  await expect(balancer({ options: { ports: { 80: taken.port } } })).rejects.toThrow(
    `port ${taken.port} of 127.0.0.1 is in use; free it, or map the listener to another port`,
  )
  await taken.close()
  const made = await start({ options: { ports: { 80: taken.port } } })
  expect(made.url).toBe(`http://127.0.0.1:${taken.port}`)
  expect(made.api.urlOf(String(made.lb.attributes?.DNSName), 80)).toBe(made.url)
})

test('a client that leaves is told to the target', async () => {
  const made = await start()
  let left = false
  const app = await serve((req, res) => {
    res.write('data: 1\n\n')
    req.on('close', () => {
      left = true
    })
  })
  made.api.register(made.group.physicalId, [app])
  await isHealthy(made, app)
  const sent = get(made.url, (response) => void response.once('data', () => sent.destroy()))
  sent.on('error', () => {})
  await until('the target to notice', () => left)
})
