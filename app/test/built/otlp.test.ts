import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Activity, http, pathOf, routes, type SignedIn } from '../../contract.ts'
import { tableInput } from '../../db/messages/table.ts'
import { createAccount, createUserPool } from '../../dev/create-user-pool.ts'
import { type LocalAws, startAws } from '../../dev/local-aws.ts'
import { type BuiltServer, startBuilt } from '../setup/built-server.ts'
import { type Collector, type Series, type Span, seriesOf, spansOf, startCollector } from '../setup/collector.ts'
import { envOf, migratedDatabase } from '../setup/database.ts'
import { openStream } from '../setup/stream.ts'

const [email, password] = ['ann@cruddur.example', 'Posts-expire-7']
let aws: LocalAws
let collector: Collector
let server: BuiltServer
let token: string
let rows: pg.Pool

beforeAll(async () => {
  const { database, pool } = await migratedDatabase()
  rows = pool
  ;[aws, collector] = await Promise.all([startAws(), startCollector()])
  await aws.dynamodb.send(new CreateTableCommand(tableInput('messages')))
  const users = await createUserPool(aws)
  for (const handle of ['ann', 'ben'])
    await createAccount(aws, users.poolId, {
      email: `${handle}@cruddur.example`,
      password,
      handle,
      displayName: handle,
    })
  server = await startBuilt({
    ...envOf(database),
    RELEASE: 'abc123',
    INSECURE_COOKIES: '1',
    USERS_POOL_ID: users.poolId,
    USERS_CLIENT_ID: users.clientId,
    MESSAGES_TABLE: 'messages',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-honeycomb-team=key',
    OTEL_SERVICE_NAME: 'cruddur-api',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '20',
    OTEL_METRIC_EXPORT_INTERVAL: '50',
  })
  const { body } = await call<SignedIn>('POST', routes.signIn, { body: { email, password } })
  token = body.accessToken
})
afterAll(async () => {
  await server.stop()
  await collector.close()
  await aws.stop()
  await rows.end()
})

async function call<T>(
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: object } = {},
) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      Origin: server.url,
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text && JSON.parse(text)) as T }
}

const span = (look: (span: Span) => boolean): Promise<Span> =>
  collector.first((received) => spansOf(received).find(look))
const series = (look: (series: Series) => boolean): Promise<Series> =>
  collector.first((received) => seriesOf(received).find(look))

/** A trace of our own: its header, and the spans of it that have arrived once one of this name has. */
const trace = (at: number) => {
  const traceId = `4bf92f3577b34da6a3ce929d0e0e${String(at).padStart(4, '0')}`
  return {
    traceId,
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    async spans(name: string): Promise<Span[]> {
      await span((one) => one.traceId === traceId && one.name === name)
      return spansOf(collector.received).filter((one) => one.traceId === traceId)
    },
  }
}

test('a request is a span by its route, a child of who called, with its statements below it', async () => {
  const { traceId, headers, spans } = trace(1)
  const posted = await call<Activity>('POST', routes.activities, { body: { message: 'in a trace' }, headers })
  expect(posted.status).toBe(201)
  const all = await spans(`POST ${routes.activities}`)
  const root = all.find(({ name }) => name === `POST ${routes.activities}`)
  expect(root).toMatchObject({
    kind: 2,
    traceId,
    parentSpanId: '00f067aa0ba902b7',
    said: {
      'http.request.method': 'POST',
      'http.route': routes.activities,
      'http.response.status_code': 201,
      'url.path': routes.activities,
      'url.scheme': 'http',
    },
    resource: {
      'service.name': 'cruddur-api',
      'service.version': 'abc123',
      'deployment.environment.name': 'test',
    },
  })
  const statement = all.find(({ said }) => /insert into "?activities/.test(String(said['db.query.text'])))
  expect(statement).toMatchObject({
    kind: 3,
    parentSpanId: root?.spanId,
    said: { 'db.system.name': 'postgresql', 'db.query.summary': 'INSERT activities' },
  })
  expect(JSON.stringify(all)).not.toContain('in a trace')
})

test('the load balancer names the trace, and the span it has is of that trace', async () => {
  const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-0123456789abcdef01234567`
  await call('GET', pathOf(routes.shortUser, 'ann'), { headers: { 'X-Amzn-Trace-Id': `Root=${root}` } })
  const made = await span(({ name }) => name === `GET ${routes.shortUser}`)
  expect(made.traceId).toBe(root.slice(2).replace('-', ''))
  expect(made.parentSpanId ?? '').toBe('')
})

test('a command to DynamoDB and a call to the user pool are spans of the request that made them', async () => {
  const { headers, spans } = trace(2)
  // Who is signed in for the first time since the server started is looked up in the user pool.
  await call('POST', routes.signIn, { body: { email: 'ben@cruddur.example', password }, headers })
  const [cognito] = (await spans(`POST ${routes.signIn}`)).filter(({ said }) => said['rpc.system'] === 'aws-api')
  expect(cognito).toMatchObject({ name: 'CognitoIdentityProvider.InitiateAuth', kind: 3 })
  expect(JSON.stringify(cognito)).not.toContain(password)

  const another = trace(3)
  const { status } = await call('GET', routes.groups, { headers: another.headers })
  expect(status).toBe(200)
  const all = await another.spans(`GET ${routes.groups}`)
  expect(all.find(({ name }) => name === 'DynamoDB.Query')).toMatchObject({
    kind: 3,
    parentSpanId: all.find(({ kind }) => kind === 2)?.spanId,
    said: {
      'rpc.service': 'DynamoDB',
      'rpc.method': 'Query',
      'aws.dynamodb.table_names': ['messages'],
      'http.response.status_code': 200,
    },
  })
})

test('the keys that tokens are verified with are fetched in the trace of the first who needs them', async () => {
  // Signing in fetches none; the first request with a token of this server did.
  await call('GET', routes.notifications)
  expect(await span(({ said }) => String(said['url.full']).endsWith('/.well-known/jwks.json'))).toMatchObject({
    name: 'GET',
    kind: 3,
    said: { 'http.response.status_code': 200, 'server.address': '127.0.0.1' },
  })
})

test('the log says the trace and the span of each answer', async () => {
  const { traceId, headers, spans } = trace(4)
  await call('GET', routes.trends, { headers })
  const made = (await spans(`GET ${routes.trends}`)).find(({ kind }) => kind === 2)
  const line = await server.logged('answered', routes.trends)
  expect(line).toMatchObject({ trace_id: traceId, span_id: made?.spanId })
})

test('a request that fails says so in its span and in that of the statement, and what of, without values', async () => {
  const { traceId, headers, spans } = trace(6)
  await rows.query('alter table notifications rename to notifications_gone')
  expect((await call('GET', routes.notifications, { headers })).status).toBe(500)
  await rows.query('alter table notifications_gone rename to notifications')
  const all = await spans(`GET ${routes.notifications}`)
  const failed = { status: { code: 2 }, said: { 'error.type': '500', 'http.response.status_code': 500 } }
  const root = all.find(({ kind }) => kind === 2)
  expect(root).toMatchObject(failed)
  expect(root?.events).toMatchObject([{ name: 'exception', said: { 'exception.message': expect.any(String) } }])
  expect(all.find(({ said }) => said['error.type'] === '42P01')).toMatchObject({ kind: 3, status: { code: 2 } })
  expect(await server.logged('request failed')).toMatchObject({
    level: 50,
    trace_id: traceId,
    span_id: root?.spanId,
    err: { reason: '42P01' },
  })
})

test('what is searched for, who asks and their token are in no span', async () => {
  const { headers, spans } = trace(5)
  await call('GET', `${routes.search}?term=hush-hush`, { headers })
  await spans(`GET ${routes.search}`)
  const all = collector.received.map(({ body }) => body.toString()).join()
  expect(all).not.toContain('hush-hush')
  expect(all).not.toContain(token)
  expect(all).not.toContain(email)
})

test('requests are counted by route and status, what nobody knows by no route', async () => {
  await call('GET', '/api/nothing-here')
  const of = (route: string | undefined, status: number) => (one: Series) =>
    one.name === 'http.server.request.duration' &&
    one.said['http.route'] === route &&
    one.said['http.response.status_code'] === status
  expect((await series(of(undefined, 404))).value).toBeGreaterThan(0)
  await call('GET', pathOf(routes.profileOf, 'nobody'))
  expect((await series(of(routes.profileOf, 404))).said).not.toHaveProperty('url.path')
})

test('the process, its pool and its open streams are measured', async () => {
  const stream = await openStream(server.url + routes.events)
  const streams = (value: number) => series((one) => one.name === 'cruddur.event_streams' && one.value === value)
  expect(await streams(1)).toBeDefined()
  stream.close()
  // The newest number is the first.
  await collector.first((received) =>
    seriesOf(received).find(({ name }) => name === 'cruddur.event_streams')?.value === 0 ? true : undefined,
  )
  for (const name of [
    'db.client.connection.count',
    'db.client.operation.duration',
    'process.memory.usage',
    'nodejs.eventloop.utilization',
  ])
    expect((await series((one) => one.name === name)).value, name).toBeGreaterThanOrEqual(0)
  expect(await span(({ name }) => name === `GET ${routes.events}`)).toBeDefined()
})

test('probes are measured, and make no spans', async () => {
  await call('GET', http.health)
  await call('GET', routes.live)
  await series(({ said }) => said['http.route'] === routes.live)
  expect(spansOf(collector.received).filter(({ said }) => said['url.path'] === http.health)).toEqual([])
})

test('the collector is sent the headers that it asks for', async () => {
  await series(() => true)
  expect(new Set(collector.received.map(({ headers }) => headers['x-honeycomb-team']))).toEqual(new Set(['key']))
})
