import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../dev/free-port.ts'
import { viteBuild } from './vite-build.ts'

type Line = Readonly<Record<string, unknown>>

/** A server that runs as it does in its image. */
export type BuiltServer = {
  readonly url: string
  readonly process: ChildProcess
  readonly lines: Line[]
  /** The first line of the log with a message that begins like this, of requests of a path when one is given, once it is there. */
  logged(message: string, path?: string): Promise<Line>
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>
}

// The SDK's notice about Node 20 says nothing about the code under test.
const quietSdk = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }

// The migrations are found from here.
const root = join(import.meta.dirname, '../..')

let built: Promise<string> | undefined

/** Builds the server, once for all tests of this thread, outside of the app: it finds no dependencies there. */
function build(): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'cruddur-built-'))
  process.once('exit', () => rmSync(out, { recursive: true, force: true }))
  return viteBuild({ config: 'vite.server.config.ts', outDir: out }).then(() => out)
}

/** Starts a script of the built server with this environment and no other. */
export async function startScript(script: string, env: Readonly<Record<string, string>>) {
  built ??= build()
  return spawn(process.execPath, [join(await built, script)], {
    cwd: root,
    env: { PATH: process.env.PATH, ...quietSdk, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Starts a built server with this environment and no other. */
export async function startBuilt(env: Readonly<Record<string, string>>): Promise<BuiltServer> {
  const port = await freePort()
  const child = await startScript('main.js', { HOST: '127.0.0.1', PORT: String(port), RATE_LIMIT_FACTOR: '0', ...env })
  child.stderr.pipe(process.stderr, { end: false })
  const exit = once(child, 'exit')
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  createInterface(child.stdout).on('line', (line) => {
    lines.push(JSON.parse(line))
    for (const look of waiting) look()
  })
  const logged = (message: string, wanted?: string): Promise<Line> =>
    new Promise((resolve) => {
      const look = (): void => {
        const line = lines.find(
          ({ msg, path }) => String(msg).startsWith(message) && (wanted === undefined || path === wanted),
        )
        if (!line) return
        waiting.delete(look)
        resolve(line)
      }
      waiting.add(look)
      look()
    })
  await Promise.race([
    logged('listening'),
    exit.then(([code]) => Promise.reject(new Error(`ended with ${code} before it listened`))),
  ])
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    lines,
    logged,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exit
      return code
    },
  }
}
