// The script of these sites is a small one of ours; the bundled app's is tested with the app, in Chromium.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startJourneys } from '../../../scripts/rehearsal/journeys.ts'

let folder = ''
let said: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journeys-'))
  said = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const tell = (told: object) => `console.log(${JSON.stringify(JSON.stringify(told))})`

/** A site whose journeys are these lines of JavaScript. */
const siteWith = (...lines: readonly string[]) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { journeys: 'node journeys.mjs' } }))
  writeFileSync(join(folder, 'journeys.mjs'), lines.join('\n'))
}

const start = (over: { readonly site?: undefined } = {}) =>
  startJourneys({
    site: 'http://127.0.0.1:8080',
    ...over,
    folder,
    mail: 'http://127.0.0.1:4566/_local/mail',
    env: process.env,
    rehearsal: 'of-a-test',
    screen: {
      line: (from, text) => void said.push(`${from}: ${text}`),
      good: (text) => void said.push(text),
    },
  })

const done = tell({ is: 'done', says: 'nothing went wrong', wrong: [] })

describe('the journeys of a site', () => {
  test('are told step by step, with the releases that answered', async () => {
    siteWith(
      tell({ is: 'step', says: 'Ada arrives', release: 'a'.repeat(40) }),
      tell({ is: 'left-out', says: 'Ada uploads a picture', why: 'there are none' }),
      tell({ is: 'step', says: 'Ada posts', release: 'b'.repeat(40) }),
      done,
    )
    await start().end()
    expect(said).toEqual([
      'chromium: Ada arrives',
      'chromium: Ada uploads a picture: left out, there are none',
      'chromium: Ada posts',
      'two people in Chromium went through 2 steps meanwhile, answered 1 by aaaaaaaaaaaa, then 1 by bbbbbbbbbbbb; nothing failed',
    ])
  })

  test('get the address of the site, and what is said to them in its order', async () => {
    siteWith(
      `console.log(JSON.stringify({ is: 'step', says: process.argv.slice(2).join(' ') }))`,
      `let heard = ''`,
      `for await (const piece of process.stdin) heard += piece`,
      `console.log(JSON.stringify({ is: 'step', says: 'heard ' + heard.trim() }))`,
      done,
    )
    const journeys = start()
    journeys.begin()
    await journeys.end()
    expect(said[0]).toBe('chromium: --url http://127.0.0.1:8080 --mail http://127.0.0.1:4566/_local/mail --json --wait')
    expect(said[1]).toBe('chromium: heard begin')
  })

  test('end the rehearsal with the step that failed', async () => {
    siteWith(tell({ is: 'failed', says: 'Ada posts', why: 'no answer' }), done, 'process.exitCode = 1')
    await expect(start().end()).rejects.toThrow(/two people should get through the app.*Ada posts.*no answer/)
  })

  test('end the rehearsal with a request that failed unseen', async () => {
    siteWith(tell({ is: 'done', says: '', wrong: ['Ada: GET /api/x: 502'] }), 'process.exitCode = 1')
    await expect(start().end()).rejects.toThrow(/nothing should go wrong.*GET \/api\/x: 502/)
  })

  test('end the rehearsal with the last words of a script that breaks', async () => {
    siteWith(`throw new Error('out of thread')`)
    await expect(start().end()).rejects.toThrow(/out of thread/)
  })

  test('are skipped in one line that says how to get them', async () => {
    siteWith(tell({ is: 'skipped', says: 'no Chromium here; install it' }))
    await start().end()
    expect(said).toEqual(['chromium: journeys skipped: no Chromium here; install it'])
  })

  test('are not spoken of where there are none, or no site', async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { build: 'true' } }))
    await start().end()
    siteWith(done)
    await start({ site: undefined }).end()
    expect(said).toEqual([])
  })
})
