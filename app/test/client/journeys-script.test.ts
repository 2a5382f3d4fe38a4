import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CloudSite, startCloudSite } from './site/cloud-site.ts'
import { missing } from './site/visitors.ts'

const program = join(import.meta.dirname, 'journeys/start.js')

type Told = {
  readonly is: string
  readonly says: string
  readonly release?: string
  readonly wrong?: readonly string[]
}

const run = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) => {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: 'pipe' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  return { child, ended: once(child, 'close').then(([code]) => ({ code, output })) }
}

test('the journeys ask for an address', async () => {
  const { code, output } = await run(['--mail', 'http://127.0.0.1:1']).ended
  expect(code).toBe(2)
  expect(output).toContain('npm run journeys -- --url')
})

test('the journeys do not know other options', async () => {
  const { code, output } = await run(['--fast']).ended
  expect(code).toBe(2)
  expect(output).toContain("Unknown option '--fast'")
})

test('the journeys are skipped, in words, where there is no browser', async () => {
  const nowhere = { HOME: '/nowhere', PATH: '/nowhere', PLAYWRIGHT_BROWSERS_PATH: '/nowhere' }
  const { code, output } = await run(['--url', 'http://127.0.0.1:1', '--mail', 'http://127.0.0.1:1'], nowhere).ended
  expect(output).toMatch(/no Chromium here; install chromium/)
  expect(code).toBe(0)
})

describe.skipIf(missing)('the journeys through a site', { timeout: 180_000 }, () => {
  let site: CloudSite
  beforeAll(async () => {
    site = await startCloudSite()
  }, 180_000)
  afterAll(() => site?.close(), 120_000)

  test('wait where they are told to, and tell of each step and the release that answered', async () => {
    const { child, ended } = run(['--url', site.url, '--mail', site.mail, '--json', '--wait'])
    const told: Told[] = []
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      told.push(JSON.parse(line))
      // Both have arrived: from now on they meet; and once they did, they leave.
      if (told.length === 2) child.stdin.write('begin\n')
      if (told.length === 5) child.stdin.end()
    })
    const { code, output } = await ended
    expect(told.at(-1), output).toEqual({ is: 'done', says: 'nothing went wrong', wrong: [] })
    expect(code, output).toBe(0)
    expect(told.map(({ says }) => says)).toEqual([
      'Ada signs up, confirms the address with the mailed code, and signs in',
      'Grace signs up, confirms the address with the mailed code, and signs in',
      'Ada posts, and Grace sees it',
      'Grace replies, and Ada is told and sees it',
      'Grace writes a message, and Ada reads it and answers',
      'Ada uploads a picture, and Grace sees it',
      'Ada and Grace sign out',
      'nothing went wrong',
    ])
    expect(new Set(told.slice(0, -1).map(({ release }) => release))).toEqual(new Set(['development']))
  })

  test('end with the step that fails', async () => {
    const { ended } = run(['--url', site.url, '--mail', `${site.url}/nowhere.json`])
    const { code, output } = await ended
    expect(output).toMatch(
      /✘ Ada signs up, confirms the address with the mailed code, and signs in: .*nowhere\.json.* 404/,
    )
    expect(code).toBe(1)
  })
})
