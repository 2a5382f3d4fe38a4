import { get, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { contextOf, providerOf } from '../processes/sample-world.ts'
import { until } from '../processes/until.ts'
import { isHealthy, serve, start } from './forwarding-fixture.ts'

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
