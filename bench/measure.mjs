import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { followDescendants } from './descendants.mjs'

const preload = fileURLToPath(new URL('peak.cjs', import.meta.url))

const started = ({ given, cwd, env }) =>
  spawn(process.execPath, given, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })

const ended = (child, given) =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`node ${given.join(' ')} ended with ${code}:\n${said}`)),
    )
  })

/** The wall-clock milliseconds of one run, from nothing to the end of the process; nothing else is measured meanwhile. */
export const time = async (command) => {
  const start = performance.now()
  await ended(started(command), command.given)
  return performance.now() - start
}

const lines = (path) => {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').map(JSON.parse)
  } catch {
    return []
  }
}

/**
 * The processes of one run, each with its peak of memory, the command's own first; and the processor time of the Node
 * ones. A run of its own, since looking costs time.
 */
export const memory = async (command) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const log = join(folder, 'peaks')
  try {
    const options = `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(preload)}`.trim()
    const child = started({ ...command, env: { ...command.env, NODE_OPTIONS: options, BENCH_PEAKS: log } })
    const follow = followDescendants(child.pid)
    await ended(child, command.given).finally(() => follow())
    const nodes = lines(log)
    const others = follow().filter(({ pid, program }) => program !== 'node' && nodes.every((node) => node.pid !== pid))
    const main = nodes.filter(({ pid }) => pid === child.pid)
    return [...main, ...nodes.filter(({ pid }) => pid !== child.pid), ...others]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
