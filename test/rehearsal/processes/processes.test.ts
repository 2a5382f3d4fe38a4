import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findMarked } from '../../../rehearsal/processes/find-marked.ts'
import { processes } from '../../../rehearsal/processes/processes.ts'
import { bundle } from './bundle.ts'
import { until } from './until.ts'

const place = mkdtempSync(join(tmpdir(), 'processes-test-'))
let watchdog = ''
let parent = ''
let count = 0

beforeAll(async () => {
  watchdog = await bundle('rehearsal/processes/watchdog.ts', place)
  parent = await bundle('test/rehearsal/processes/parent.ts', place)
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const start = (rounds = 1) => {
  const id = `test-${process.pid}-${count++}`
  const home = join(place, id)
  const child = spawn(process.execPath, [parent, watchdog, id, home, String(rounds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { id, home, child }
}

const said = (child: ChildProcess, word: string, times = 1): Promise<void> =>
  new Promise((resolve) => {
    const lines = createInterface({ input: child.stdout! })
    lines.on('line', (line) => {
      if (line === word && --times === 0) resolve()
    })
    lines.on('close', () => resolve())
  })

const nothingIsLeft = async (id: string, home: string) => {
  await until('no process and no directory of the rehearsal', () => findMarked(id).length === 0 && !existsSync(home))
}

const watchdogs = (id: string) => findMarkedByArgument(id)
const findMarkedByArgument = (id: string): number => {
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(id)
    } catch {
      return false
    }
  }).length
}

test('after SIGKILL of the rehearsal no process of it remains, and its directory is gone', async () => {
  const { id, home, child } = start()
  await said(child, 'all')
  await until('the grandchildren', () => findMarked(id).length >= 6)
  child.kill('SIGKILL')
  await nothingIsLeft(id, home)
})

test.each([1, 2, 3, 5, 8, 13, 21, 34])('SIGKILL after child %i of many leaves nothing', async (after) => {
  const { id, home, child } = start(12)
  await said(child, 'child', after)
  child.kill('SIGKILL')
  await nothingIsLeft(id, home)
})

test('SIGKILL before the first child leaves nothing', async () => {
  const { id, home, child } = start()
  await said(child, 'started')
  child.kill('SIGKILL')
  await nothingIsLeft(id, home)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends everything and then the rehearsal itself',
  async (name) => {
    const { id, home, child } = start()
    await said(child, 'all')
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
    child.kill(name)
    expect(await ended).toBe(name)
    expect(findMarked(id)).toEqual([])
    expect(existsSync(home)).toBe(false)
  },
)

test.runIf(process.platform === 'linux')('the watchdog does not outlive its work', async () => {
  const { id, child } = start()
  await said(child, 'all')
  child.kill('SIGKILL')
  await until('the watchdog to end', () => watchdogs(id) === 0)
})

const together = async () => {
  const id = `test-${process.pid}-${count++}`
  return { id, all: await processes({ id, watchdog, directories: [join(place, id)], grace: 200 }) }
}

test('output arrives as whole lines, the last one without a newline too', async () => {
  const { all } = await together()
  const lines: string[] = []
  const child = all.spawn({
    command: 'sh',
    args: ['-c', 'printf "one\\ntwo\\r\\nthr"; printf "ee" ; echo bad >&2'],
    cwd: place,
    env: { PATH: process.env.PATH },
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  })
  expect(await child.exited).toEqual({ code: 0, signal: null })
  expect(lines.filter((line) => line.startsWith('stdout'))).toEqual(['stdout one', 'stdout two', 'stdout three'])
  expect(lines).toContain('stderr bad')
  await all.stop()
})

test('a child sees only the environment it was given, and the marker', async () => {
  const { all, id } = await together()
  const lines: string[] = []
  const child = all.spawn({
    command: process.execPath,
    args: ['-p', 'JSON.stringify(process.env)'],
    cwd: place,
    env: { A: '1' },
    onLine: (line) => lines.push(line),
  })
  await child.exited
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ A: '1', LAUNCHWAY_REHEARSAL: id })
  expect(Object.keys(JSON.parse(lines[0] ?? ''))).not.toContain('HOME')
  await all.stop()
})

test('a command that does not exist is an exit with an error', async () => {
  const { all } = await together()
  const exit = await all.spawn({ command: 'no-such-command', args: [], cwd: place, env: {} }).exited
  expect(exit.error?.code).toBe('ENOENT')
  await all.stop()
})

test('stop asks first, kills after the grace period, and takes the rest of the group along', async () => {
  const { all, id } = await together()
  const polite = all.spawn({
    command: 'sh',
    args: ['-c', 'sleep 600 & trap "exit 7" TERM; echo; wait'],
    cwd: place,
    env: { PATH: process.env.PATH },
  })
  const stubborn = all.spawn({
    command: 'sh',
    args: ['-c', 'trap "" TERM; while :; do sleep 600; done'],
    cwd: place,
    env: { PATH: process.env.PATH },
  })
  await until('both to sleep', () => findMarked(id).length === 4)
  expect((await polite.stop(5_000)).code).toBe(7)
  expect((await stubborn.stop(50)).signal).toBe('SIGKILL')
  await until('the groups to be gone', () => findMarked(id).length === 0)
  await all.stop()
})

test('a killed watchdog is replaced', async () => {
  const { id, home, child } = start()
  await said(child, 'all')
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
  const find = () =>
    readdirSync('/proc').filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`watchdog.mjs\0${id}`)
      } catch {
        return false
      }
    })
  if (process.platform !== 'linux') return child.kill('SIGKILL')
  const [first] = find()
  process.kill(Number(first), 'SIGKILL')
  await until('another watchdog', () => find().some((pid) => pid !== first))
  child.kill('SIGKILL')
  await nothingIsLeft(id, home)
})
