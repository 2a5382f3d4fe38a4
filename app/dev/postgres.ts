import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../db/database.ts'
import { freePort } from './free-port.ts'
import { isOpenToAll } from './is-open-to-all.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { unprivileged } from './unprivileged.ts'

/** A running PostgreSQL of our own, and how to end it. */
export type Postgres = { readonly database: Database; stop(): Promise<void> }

/**
 * Starts an empty PostgreSQL on a free port. It lives in a temporary folder and leaves nothing behind: no system user
 * either, since root's server runs as the one every system has for this, nobody (PostgreSQL refuses to run as root).
 */
export async function startPostgres(): Promise<Postgres> {
  const directory = mkdtempSync(join(temporaryRoot(), 'cruddur-postgres-'))
  const running: { server?: ChildProcess } = {}
  const quit = (): void => {
    process.removeListener('exit', quit)
    running.server?.kill('SIGQUIT')
    rmSync(directory, { recursive: true, force: true })
  }
  process.once('exit', quit)
  try {
    const { server, database } = await started(directory)
    running.server = server
    const stop = async (): Promise<void> => {
      await stopped(server)
      quit()
    }
    return { database, stop }
  } catch (error) {
    quit()
    throw error
  }
}

async function started(directory: string): Promise<{ server: ChildProcess; database: Database }> {
  const user = unprivileged()
  chmodSync(directory, 0o755)
  if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid)
  const programs = postgresBinaries(directory)
  const options = { ...user, cwd: directory, env: { LC_ALL: 'C', PATH: process.env.PATH } }

  const password = randomBytes(16).toString('hex')
  writeFileSync(join(directory, 'password'), password)
  const access = ['--username=postgres', '--pwfile=password', '--auth=scram-sha-256']
  await finished(spawn(programs.initdb, ['--pgdata=data', ...access, ...encoding, '--no-sync'], options))

  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...careless].flatMap((one) => ['-c', one])
  const server = spawn(programs.postgres, ['-D', 'data', '-p', String(port), ...settings], options)
  await ready(server)
  return { server, database: { host: '127.0.0.1', port, database: 'postgres', user: 'postgres', password, ssl: false } }
}

/** Sorted by bytes, and upper and lower case known for every alphabet, as on RDS: a search for "über" finds "ÜBER". */
const encoding = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** Speed instead of safety: what is in here may be lost. */
const careless = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'shared_buffers=32MB',
  // In its own folder: what lies in /dev/shm stays there when the server is killed.
  'dynamic_shared_memory_type=mmap',
]

/** Ends it at once: there is nothing to keep. https://www.postgresql.org/docs/current/server-shutdown.html */
async function stopped(server: ChildProcess): Promise<void> {
  const exit = once(server, 'exit')
  if (server.exitCode === null && server.kill('SIGQUIT')) await exit
}

function temporaryRoot(): string {
  return [tmpdir(), '/tmp', '/var/tmp'].find(isOpenToAll) ?? tmpdir()
}

async function finished(child: ChildProcess): Promise<void> {
  let log = ''
  child.stdout?.on('data', (chunk) => (log += chunk))
  child.stderr?.on('data', (chunk) => (log += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`initdb exited with ${code}:\n${log}`)
}

function ready(server: ChildProcess): Promise<void> {
  let log = ''
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`postgres exited with ${code}:\n${log}`)))
    server.stderr?.on('data', (chunk) => {
      if (log.length < 10_000) log += chunk
      if (log.includes('ready to accept connections')) resolve()
    })
  })
}
