// Outside tools, each pinned, installed below .launchway/gates/ when the language it comes with is on this machine.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const home = join(root, '.launchway', 'gates')

const attempt = (command, given, env = {}) => {
  const done = spawnSync(command, given, { encoding: 'utf8', env: { ...process.env, ...env } })
  if (done.status === 0) return undefined
  return (done.stderr || done.error?.message || `exit ${done.status}`).trim().split('\n').at(-1)
}

// A stamp with the hash of the pins is written last: what was interrupted is installed anew.
const once = (folder, pins, install) => {
  const stamp = join(folder, 'pins.sha256')
  const hash = createHash('sha256').update(pins).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return undefined
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const failed = install()
  if (failed) return failed
  writeFileSync(`${stamp}.new`, hash)
  renameSync(`${stamp}.new`, stamp)
  return undefined
}

/** A Python program in a virtual environment of its own, by the versions in a requirements file. */
export const python = ({ name, requirements }) => {
  const folder = join(home, name)
  const file = join(root, requirements)
  const how = 'install Python 3.10 or newer with its venv module, connect to the network once, and run this again'
  if (attempt('python3', ['-c', 'import venv'])) return { why: 'there is no python3 with venv on PATH', how }
  const failed = once(folder, readFileSync(file), () => {
    const made = attempt('python3', ['-m', 'venv', folder])
    if (made) return made
    return attempt(join(folder, 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', file],
    ])
  })
  return failed ? { why: `pip cannot install ${name}: ${failed}`, how } : { program: join(folder, 'bin', name) }
}

/** A Go program, by its module and version; Go's checksum database vouches for the bytes. */
export const golang = ({ name, module }) => {
  const folder = join(home, name)
  const how = 'install Go (https://go.dev/dl), connect to the network once, and run this again'
  if (attempt('go', ['version'])) return { why: 'there is no go on PATH', how }
  const failed = once(folder, module, () => {
    mkdirSync(folder, { recursive: true })
    return attempt('go', ['install', module], { GOBIN: folder })
  })
  return failed ? { why: `go cannot install ${name}: ${failed}`, how } : { program: join(folder, name) }
}
