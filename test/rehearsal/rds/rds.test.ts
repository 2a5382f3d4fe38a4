import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findMarked } from '../../../rehearsal/processes/find-marked.ts'
import { freePort } from '../../../rehearsal/processes/free-port.ts'
import { type Processes, processes } from '../../../rehearsal/processes/processes.ts'
import { rds } from '../../../rehearsal/rds/rds.ts'
import { bundle } from '../processes/bundle.ts'
import { call, contextOf, make, providerOf, sampleWorld } from '../processes/sample-world.ts'

const place = mkdtempSync(join(tmpdir(), 'rds-test-'))
let all: Processes
beforeAll(async () => {
  const watchdog = await bundle('rehearsal/processes/watchdog.ts', place)
  all = await processes({ id: randomUUID(), watchdog, directories: [] })
})
afterAll(async () => {
  await all.stop()
  rmSync(place, { recursive: true, force: true })
})

// As root, a home below a closed directory (place) makes the server's files go elsewhere.
const start = (home = mkdtempSync(join(tmpdir(), 'rds-home-'))) => {
  all.covers(home)
  const { world } = sampleWorld({ home })
  const secrets = new Map<string, string>()
  const database = rds(world, {
    spawn: all.spawn,
    covers: all.covers,
    freePort,
    createSecret: (name, value) => {
      secrets.set(name, value)
      return `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`
    },
  })
  return { world, secrets, ...database }
}

const properties = { Engine: 'postgres', DBName: 'shop', MasterUsername: 'admin1', ManageMasterUserPassword: true }

const query = async (given: { port: number; password: string; tls?: boolean }, text: string) => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: given.port,
    user: 'admin1',
    password: given.password,
    database: 'shop',
    ...(given.tls !== false && { ssl: { rejectUnauthorized: false } }),
  })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('an instance is a real PostgreSQL with TLS, its database and a managed password, and it goes with all its files', async () => {
  const { world, service, secrets, api } = start()
  const made = await make(world, service, 'AWS::RDS::DBInstance', properties, 'Db')
  expect(made.physicalId).toBe('stack-db-1a2b3c')
  expect(made.attributes?.['Endpoint.Address']).toBe('127.0.0.1')
  expect(made.attributes?.['MasterUserSecret.SecretArn']).toMatch(/^arn:aws:secretsmanager:.*:secret:rds!db-/)
  const port = Number(made.attributes?.['Endpoint.Port'])
  const { username, password } = JSON.parse([...secrets.values()][0] ?? '{}')
  expect(username).toBe('admin1')

  const rows = await query(
    { port, password },
    'select version() as v, (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as tls',
  )
  expect(rows[0].v).toMatch(/^PostgreSQL 18/)
  expect(rows[0].tls).toBe(true)
  await expect(query({ port, password, tls: false }, 'select 1')).rejects.toThrow(/no encryption/)
  await expect(query({ port, password: 'wrong' }, 'select 1')).rejects.toThrow(/authentication failed/)

  const { DBInstances } = await call(service, 'DescribeDBInstances', { DBInstanceIdentifier: made.physicalId })
  expect(DBInstances[0]).toMatchObject({ DBInstanceStatus: 'available', Endpoint: { Port: port } })
  expect(findMarked(all.id)).toContain(api.instances()[0]?.pid)

  await providerOf(service, 'AWS::RDS::DBInstance').remove?.(made, properties, contextOf(world, 'Db'))
  await expect(query({ port, password }, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  expect(existsSync(join(world.home, 'rds', made.physicalId))).toBe(false)
  expect(findMarked(all.id)).toEqual([])
})

test('a parameter group that turns rds.force_ssl off lets clients in without TLS', async () => {
  const { world, service } = start(mkdtempSync(join(place, 'closed-')))
  const group = await make(world, service, 'AWS::RDS::DBParameterGroup', {
    Family: 'postgres17',
    Description: 'd',
    Parameters: { 'rds.force_ssl': '0' },
  })
  const made = await make(world, service, 'AWS::RDS::DBInstance', {
    Engine: 'postgres',
    DBName: 'shop',
    MasterUsername: 'admin1',
    MasterUserPassword: 'long-enough',
    DBParameterGroupName: group.physicalId,
  })
  const port = Number(made.attributes?.['Endpoint.Port'])
  expect(await query({ port, password: 'long-enough', tls: false }, 'select 1 as one')).toEqual([{ one: 1 }])
  await service.stop?.()
})

test.each([
  [{ Engine: 'mysql' }, /PostgreSQL only/],
  [{ Engine: 'postgres', MasterUsername: 'a' }, /MasterUserPassword must be provided/],
  [{ Engine: 'postgres', MasterUsername: 'a', MasterUserPassword: 'short' }, /shorter than 8/],
])('%j is refused', async (given, message) => {
  const { world, service } = start()
  await expect(make(world, service, 'AWS::RDS::DBInstance', given)).rejects.toThrow(message)
})

test('an unknown instance is not found', async () => {
  await expect(call(start().service, 'DescribeDBInstances', { DBInstanceIdentifier: 'x' })).rejects.toMatchObject({
    code: 'DBInstanceNotFound',
  })
})
