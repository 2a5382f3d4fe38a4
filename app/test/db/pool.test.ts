import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { databaseSchema } from '../../db/database.ts'
import { createPool } from '../../db/pool.ts'
import { unprivileged } from '../../dev/unprivileged.ts'
import { certificateFor } from '../setup/certificate.ts'
import { envOf, silent } from '../setup/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'cruddur-tls-'))
const [trusted, other] = ['trusted.pem', 'other.pem'].map((name) => join(folder, name)) as [string, string]

// The certificate of the server is its own authority.
beforeAll(async () => {
  const { key, certificate } = certificateFor('localhost')
  writeFileSync(trusted, certificate)
  writeFileSync(other, certificateFor('localhost').certificate)
  const keyFile = join(folder, 'key.pem')
  writeFileSync(keyFile, key)
  const { uid, gid } = unprivileged()
  if (uid !== undefined && gid !== undefined) for (const path of [folder, keyFile]) chownSync(path, uid, gid)
  chmodSync(keyFile, 0o600)
  chmodSync(folder, 0o755)
  await asAdmin([`ssl_cert_file = '${trusted}'`, `ssl_key_file = '${keyFile}'`, 'ssl = on'])
})
afterAll(async () => {
  await asAdmin(['ssl = off'])
  rmSync(folder, { recursive: true, force: true })
})

async function asAdmin(settings: readonly string[]): Promise<void> {
  const client = new pg.Client(inject('postgres'))
  await client.connect()
  for (const setting of settings) await client.query(`alter system set ${setting}`)
  await client.query('select pg_reload_conf()')
  await client.end()
}

const poolOf = (env: Record<string, string>): pg.Pool => {
  const pool = createPool(databaseSchema.parse({ ...envOf(inject('postgres')), ...env }), { log: silent })
  onTestFinished(() => pool.end())
  return pool
}
const isEncrypted = async (env: Record<string, string>): Promise<boolean> =>
  (await poolOf(env).query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).rows[0].ssl
const full = { PGHOST: 'localhost', PGSSLMODE: 'verify-full' }

test('what is said to the database is encrypted, unless one says that it need not be', async () => {
  await expect.poll(() => isEncrypted({ PGSSLMODE: 'require' }).catch(() => false)).toBe(true)
  expect(await isEncrypted({ ...full, PGSSLROOTCERT: trusted })).toBe(true)
  expect(await isEncrypted({ PGSSLMODE: 'disable' })).toBe(false)
})

test.each([
  ['is signed by no authority that is known', { ...full, PGSSLROOTCERT: other }, /self.signed certificate/],
  ['is signed by nobody', full, /self.signed certificate/],
  ['bears another name', { ...full, PGHOST: '127.0.0.1', PGSSLROOTCERT: trusted }, /IP: 127.0.0.1 is not in the cert/],
])('verify-full refuses a server whose certificate %s', async (_, env, reason) => {
  await expect(isEncrypted(env)).rejects.toThrow(reason)
})

test('no statement and no idle transaction holds a connection for long', async () => {
  const pool = poolOf({})
  const shown = async (name: string) => (await pool.query(`show ${name}`)).rows[0][name]
  expect([await shown('statement_timeout'), await shown('idle_in_transaction_session_timeout')]).toEqual(['10s', '10s'])
})
