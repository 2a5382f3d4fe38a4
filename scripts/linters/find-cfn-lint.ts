import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program that runs cfn-lint, or why there is none and how to get it. */
export type FoundCfnLint =
  | { readonly command: string; readonly given: readonly string[] }
  | { readonly why: string; readonly how: string }

const requirements = fileURLToPath(new URL('../scripts/linters/cfn-lint.requirements.txt', import.meta.url))

const attempt = (command: string, given: readonly string[]): string | undefined => {
  const said = spawnSync(command, given, { encoding: 'utf8' })
  return said.status === 0
    ? undefined
    : (said.stderr || said.error?.message || `exit ${said.status}`).trim().split('\n').at(-1)
}

// The Python linter alone: an abandoned npm package of the same name puts itself on the PATH of npm scripts.
const onPath = (env: NodeJS.ProcessEnv): string | undefined =>
  (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => join(folder, 'cfn-lint'))
    .find(existsSync)

interface Failed {
  readonly why: string
  readonly how: string
}

const how = 'install Python 3.9 or newer with its venv module, or "pip install cfn-lint", and run this again'

// A virtual environment of this project alone, by the hash of the pinned requirements; moved into place when complete.
const inVenv = (root: string): string | Failed => {
  const pinned = readFileSync(requirements)
  const home = join(root, '.launchway', 'cfn-lint')
  const program = join(home, 'bin', 'python')
  const stamp = join(home, 'requirements.sha256')
  const hash = createHash('sha256').update(pinned).digest('hex')
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return program
  if (attempt('python3', ['-c', 'import venv']))
    return { why: 'there is neither cfn-lint nor python3 with venv on PATH', how }
  rmSync(home, { recursive: true, force: true })
  mkdirSync(join(root, '.launchway'), { recursive: true })
  const made = attempt('python3', ['-m', 'venv', home])
  if (made) return { why: `python3 cannot make a virtual environment: ${made}`, how }
  const installed = attempt(program, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '-r',
    requirements,
  ])
  if (installed)
    return {
      why: `cfn-lint cannot be installed: ${installed}`,
      how: 'connect to the network once, or "pip install cfn-lint"',
    }
  const staged = `${stamp}.new`
  writeFileSync(staged, hash)
  renameSync(staged, stamp)
  return program
}

/** What starts the package: it is no module to run, and the program beside it begins with where it was installed. */
export const start = 'import sys; from cfnlint.runner import main; sys.exit(main())'

/** A cfn-lint on PATH, else one installed, pinned and by hash, below `.launchway/`. */
export const findCfnLint = (root: string, env: NodeJS.ProcessEnv): FoundCfnLint => {
  const program = onPath(env)
  if (program !== undefined) return { command: program, given: [] }
  const python = inVenv(root)
  return typeof python === 'string' ? { command: python, given: ['-c', start] } : python
}
