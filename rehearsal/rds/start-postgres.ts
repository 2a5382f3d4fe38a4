// A real PostgreSQL server as a child process. PostgreSQL refuses to run as root, so root lends it the rights of nobody.
import { randomUUID } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { generate } from 'selfsigned'
import type { Child, SpawnRequest } from '../processes/spawn-child.ts'
import { passableByAll, postgresDirectory, reachable } from './postgres-binaries.ts'
import { hostBasedAccess, postgresConf, type ServerSettings } from './postgres-settings.ts'

/** What to start. */
export interface PostgresRequest extends ServerSettings {
  /** A directory of its own, below the rehearsal's. */
  readonly directory: string
  /** The directory whose parents are made passable for the server's user, up to and including this one. */
  readonly home: string
  readonly user: string
  readonly password: string
  readonly database: string | undefined
  readonly spawn: (request: SpawnRequest) => Child
  /** Told of a directory outside of home before it is made. */
  readonly covers: (directory: string) => void
}

/** A running server. */
export interface PostgresServer {
  readonly pid: number
  /** Fast shutdown: clients are disconnected. */
  readonly stop: () => Promise<void>
}

const nobody = { uid: 65534, gid: 65534 }

// The server's user must be able to pass through every directory above its data. Where the rehearsal's home lies below a
// closed directory, the data goes to /tmp.
const openDirectory = ({ directory, home, covers }: PostgresRequest): { directory: string; home: string } => {
  mkdirSync(home, { recursive: true })
  if (passableByAll(dirname(home))) {
    mkdirSync(directory, { recursive: true })
    for (let at = directory; at.startsWith(home); at = dirname(at)) chmodSync(at, 0o711)
    return { directory, home }
  }
  const elsewhere = join('/tmp', `launchway-postgres-${randomUUID()}`)
  covers(elsewhere)
  mkdirSync(elsewhere, { mode: 0o711 })
  return { directory: elsewhere, home: elsewhere }
}

/** Sets up a data directory, starts a server on it and makes the database. */
export const startPostgres = async (request: PostgresRequest): Promise<PostgresServer> => {
  const { spawn } = request
  const asRoot = process.getuid?.() === 0
  const user = asRoot ? nobody : undefined
  const { directory, home } = asRoot ? openDirectory(request) : request
  const data = join(directory, 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const installed = postgresDirectory()
  const programs = asRoot ? reachable(installed, join(home, 'postgresql')) : installed
  const passwordFile = join(directory, 'password')
  writeFileSync(passwordFile, request.password, { mode: 0o600 })
  if (user) for (const path of [data, passwordFile]) chownSync(path, user.uid, user.gid)
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

  const output: string[] = []
  const initdb = spawn({
    command: join(programs, 'bin', 'initdb'),
    args: [
      '-D',
      data,
      `--username=${request.user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
      '--set',
      'shared_buffers=32MB',
    ],
    cwd: directory,
    env,
    ...(user && { user }),
    onLine: (line) => output.push(line),
  })
  const made = await initdb.exited
  rmSync(passwordFile, { force: true })
  if (made.code !== 0)
    throw new Error(`PostgreSQL could not be set up: ${made.error?.message ?? output.slice(-3).join('; ')}`)

  const attributes = [{ name: 'commonName', value: 'localhost' }]
  const certificate = await generate(attributes, { keySize: 2048 })
  const files = {
    'server.crt': certificate.cert,
    'server.key': certificate.private,
    'postgresql.conf': postgresConf(request),
    'pg_hba.conf': hostBasedAccess(request),
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(data, name), text, { mode: 0o600 })
    if (user) chownSync(join(data, name), user.uid, user.gid)
  }

  let ready = () => {}
  const accepts = new Promise<'ready'>((resolve) => {
    ready = () => resolve('ready')
  })
  const server = spawn({
    command: join(programs, 'bin', 'postgres'),
    args: ['-D', data, '-c', 'log_min_messages=log'],
    cwd: directory,
    env,
    stopSignal: 'SIGINT',
    ...(user && { user }),
    onLine: (line) => {
      output.push(line)
      if (output.length > 50) output.shift()
      if (line.includes('ready to accept connections')) ready()
    },
  })
  const began = await Promise.race([accepts, server.exited])
  if (began !== 'ready') throw new Error(`PostgreSQL could not be started: ${output.slice(-3).join('; ')}`)

  const stop = async () => {
    await server.stop(5_000)
    if (existsSync(directory)) rmSync(directory, { recursive: true, force: true })
  }
  if (request.database && request.database !== 'postgres') {
    try {
      await createDatabase(request, request.database)
    } catch (error) {
      await stop()
      throw error
    }
  }
  return { pid: server.pid, stop }
}

const createDatabase = async ({ port, user, password }: PostgresRequest, database: string) => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password,
    database: 'postgres',
    ssl: { rejectUnauthorized: false },
  })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE "${database.replaceAll('"', '""')}"`)
  } finally {
    await client.end()
  }
}
