import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../dev/free-port.ts'
import { cognito } from '../../server/identity/cognito.ts'
import { envOf, migratedDatabase } from '../setup/database.ts'

const app = join(import.meta.dirname, '../..')

/** Starts what a container of compose.yaml starts. */
function start(module: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['dev/start.js', module], { cwd: app, env: { ...process.env, ...env } })
}

test('the local AWS of the containers says which pool it has, is filled by the seed, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-cloud-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { database, pool } = await migratedDatabase()
  onTestFinished(() => pool.end())
  const port = await freePort()
  const file = join(folder, 'aws.env')
  const reaching = { ...envOf(database), TMPDIR: folder }

  const cloud = start('serve-cloud', { ...reaching, CLOUD_FILE: file, PORT: String(port) })
  const cloudEnded = once(cloud, 'exit')
  await saying(cloud, `answers on port ${port}`)
  const told = parseEnv(readFileSync(file, 'utf8')) as Record<string, string>
  const endpoint = `http://localhost:${port}`
  const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
  const seed = start('fill-containers', {
    ...reaching,
    ...told,
    ...keys,
    AWS_ENDPOINT_URL: endpoint,
    MESSAGES_TABLE: 'messages',
  })
  await saying(seed, 'the seed is there')

  const { USERS_POOL_ID: poolId = '', USERS_CLIENT_ID: clientId = '' } = told
  const session = await cognito({ poolId, clientId, endpoint }).signIn({
    email: 'andrew@cruddur.example',
    password: 'Posts-expire-7',
  })
  const claims = JSON.parse(Buffer.from(session.accessToken.split('.')[1] ?? '', 'base64url').toString())
  const { rows } = await pool.query('select handle from users where sub = $1', [claims.sub])
  expect(rows).toEqual([{ handle: 'andrew' }])

  cloud.kill('SIGTERM')
  expect(await cloudEnded).toEqual([0, null])
  expect(readdirSync(folder)).toEqual(['aws.env'])
  expect(existsSync(file)).toBe(true)
})

/** Resolves once a process has said something; rejects with all it said when it ends without. */
function saying(child: ChildProcess, text: string): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += chunk
        if (said.includes(text)) resolve()
      })
    }
    child.once('exit', (code) => reject(new Error(`exited with ${code}:\n${said}`)))
  })
}
