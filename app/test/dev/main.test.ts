import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Feed, routes } from '../../contract.ts'

/** `npm run dev` with a temporary folder of its own; `says` gives what follows a text once it was said. */
function start(): { dev: ChildProcess; folder: string; says(text: string): Promise<string> } {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-dev-'))
  chmodSync(folder, 0o755)
  const env = { ...process.env, TMPDIR: folder, NO_COLOR: '1', NODE_ENV: 'development' }
  const dev = spawn(process.execPath, ['dev/start.js'], { cwd: join(import.meta.dirname, '../..'), env })
  onTestFinished(() => {
    dev.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  let said = ''
  for (const stream of [dev.stdout, dev.stderr]) stream?.on('data', (chunk) => (said += chunk))
  const says = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const rest = said.split(text)[1]
        if (rest?.includes('\n')) resolve(rest.split('\n')[0]?.trim() ?? '')
      }
      for (const stream of [dev.stdout, dev.stderr]) stream?.on('data', look)
      dev.once('exit', () => reject(new Error(`it never said "${text}":\n${said}`)))
    })
  return { dev, folder, says }
}

test('everything is there after one command, and one Ctrl-C leaves nothing of it', { timeout: 180_000 }, async () => {
  const { dev, folder, says } = start()
  const [url, endpoint] = await Promise.all([says('Local:'), says('AWS_ENDPOINT_URL=')])
  expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+ /)
  expect(await (await fetch(url)).text()).toContain('<div id="root">')
  const feed = (await (await fetch(new URL(routes.home, url))).json()) as Feed
  expect(feed.activities.length).toBeGreaterThan(10)
  const signedIn = await fetch(new URL(routes.signIn, url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'andrew@cruddur.example', password: 'Posts-expire-7' }),
  })
  expect(signedIn.status).toBe(200)

  const ended = once(dev, 'exit')
  dev.kill('SIGINT')
  expect(await ended).toEqual([0, null])
  expect(readdirSync(folder)).toEqual([])
})

test('Ctrl-C while it starts leaves nothing either', { timeout: 180_000 }, async () => {
  const { dev, folder, says } = start()
  const refused = says('Local:').catch((error: Error) => error.message)
  // The first it makes is the folder of PostgreSQL.
  const watcher = watch(folder)
  await once(watcher, 'change')
  watcher.close()
  const ended = once(dev, 'exit')
  dev.kill('SIGINT')
  await ended
  expect(await refused).toContain('it never said')
  expect(readdirSync(folder)).toEqual([])
})
