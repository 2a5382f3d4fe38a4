// The command line as people run it: a process of its own, built from the sources as they are, in a repository.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const home = join(root, '.launchway', 'test')
const folder = join(home, `dist-${process.pid}`)

/** Builds the command line beside nothing that anyone else uses; gives its path. Once per test file. */
export const buildCli = (): string => {
  mkdirSync(home, { recursive: true })
  // The programs look for what is shipped beside dist/.
  if (!existsSync(join(home, 'scripts'))) symlinkSync(join(root, 'scripts'), join(home, 'scripts'))
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), folder])
  return join(folder, 'cli.js')
}

const running = new Set<ChildProcess>()

/** Removes what `buildCli` made, and ends what a failed test has left running. */
export const removeCli = (): void => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

/** A configuration of one service without stores: what the smallest user has. */
export const smallConfig = `
import { delivery, environment, github, image, service } from 'launchway'

const repo = github('acme/hello', { release: 'production' })
const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const web = service('web', { image: image('app', { test: ['node test.js'] }), port: 3000, health: '/health' })

export default delivery({ name: 'hello', repo, environments: [production], services: [web] })
`

const server = `
const http = require('node:http')
http.createServer((_, answer) => answer.end(JSON.stringify({ release: process.env.RELEASE }))).listen(process.env.PORT ?? 3000)
process.on('SIGTERM', () => process.exit(0))
`

const files = {
  'launchway.config.ts': smallConfig,
  'app/Dockerfile': 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
  'app/server.js': server,
  'app/test.js': "console.log('tested')\n",
  'app/package.json': '{ "name": "hello", "version": "1.0.0", "private": true }\n',
}

/** A user's repository, and a folder of its own for programs that stand before others on PATH. */
export interface Repository {
  readonly root: string
  /** Temporary files of what runs here. */
  readonly temporary: string
  readonly bin: string
  readonly write: (path: string, text: string) => void
  readonly remove: () => void
}

/** Makes that repository; files given replace or add to the small ones. */
export const makeRepository = (more: Readonly<Record<string, string>> = {}): Repository => {
  const place = mkdtempSync(join(tmpdir(), 'command-line-'))
  const made = { root: join(place, 'repository'), temporary: join(place, 'tmp'), bin: join(place, 'bin') }
  for (const each of Object.values(made)) mkdirSync(each)
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(made.root, path)), { recursive: true })
    writeFileSync(join(made.root, path), text)
  }
  for (const [path, text] of Object.entries({ ...files, ...more })) write(path, text)
  // The real one is checked elsewhere; here it would only take time.
  writeFileSync(join(made.bin, 'cfn-lint'), '#!/bin/sh\necho "[]"\n', { mode: 0o755 })
  return { ...made, write, remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 5 }) }
}

/** How a process ended, and everything it printed. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A process that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves with the first line, past or to come, that matches; fails when the process ends without one. */
  readonly line: (pattern: RegExp) => Promise<string>
}

interface Starting {
  readonly cli: string
  readonly repository: Repository
  readonly env?: Readonly<Record<string, string>>
}

/** Starts `launchway …` in a repository, with an environment of its own. */
export const start = ({ cli, repository, env }: Starting, ...given: readonly string[]): Running => {
  const child = spawn(process.execPath, [cli, ...given], {
    cwd: repository.root,
    env: {
      PATH: `${repository.bin}:${process.env.PATH}`,
      HOME: repository.temporary,
      TMPDIR: repository.temporary,
      NO_COLOR: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const printed = { stdout: '', stderr: '' }
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  for (const name of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[name] }).on('line', (line) => {
      printed[name] += `${line}\n`
      lines.push(line)
      wake()
    })
  }
  let over = false
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      over = true
      wake()
      resolve({ code, signal, ...printed })
    })
  })
  return {
    child,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => pattern.test(line))
          if (found === undefined && !over) return
          waiting.delete(look)
          if (found !== undefined) resolve(found)
          else reject(new Error(`ended without a line like ${pattern}:\n${lines.join('\n')}`))
        }
        waiting.add(look)
        look()
      }),
  }
}

/** Runs `launchway …` to its end. */
export const launchway = (starting: Starting, ...given: readonly string[]): Promise<Ended> =>
  start(starting, ...given).ended
