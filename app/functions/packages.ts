import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { functionsFolder } from './build-function.ts'

/** The machine that functions run on, in npm's words. */
export type Target = { readonly os: string; readonly cpu: string }

/** Lambda, on the processor that the delivery names. */
export const lambda: Target = { os: 'linux', cpu: 'arm64' }

/** The machine that a build is for: Lambda, unless npm was told of another, as a rehearsal on this one does. */
export const targetOf = ({ npm_config_os, npm_config_cpu }: NodeJS.ProcessEnv): Target => ({
  os: npm_config_os ?? lambda.os,
  cpu: npm_config_cpu ?? lambda.cpu,
})

const installed = join(functionsFolder, 'node_modules')
const described = ['package.json', 'package-lock.json']

/** Installs the packages of the functions where they are not yet. */
export function installPackages(): void {
  if (!existsSync(installed)) npm(['ci', ...quietly], functionsFolder)
}

/**
 * The folder of what cannot be bundled, for a machine: programs that npm chooses by system and processor. It is installed
 * once for each state of the lockfile. https://sharp.pixelplumbing.com/install#aws-lambda
 */
export function packagesFor({ os, cpu }: Target): string {
  const lock = createHash('sha256')
    .update(readFileSync(join(functionsFolder, 'package-lock.json')))
    .digest('hex')
  const folder = join(installed, '.for', `${os}-${cpu}-${lock.slice(0, 16)}`)
  if (existsSync(folder)) return folder
  installPackages()
  const making = mkdtempSync(join(installed, '.making-'))
  try {
    for (const file of described) cpSync(join(functionsFolder, file), join(making, file))
    const libc = os === 'linux' && !isHere({ os, cpu }) ? ['--libc=glibc'] : []
    npm(['ci', '--omit=dev', ...quietly, `--os=${os}`, `--cpu=${cpu}`, ...libc], making)
    put(making, folder)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return folder
}

const isHere = ({ os, cpu }: Target): boolean => os === process.platform && cpu === process.arch

// Whole or not at all; whoever came first has made the same.
function put(made: string, folder: string): void {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    renameSync(made, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}

const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']

function npm(args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${stderr}`)
}
