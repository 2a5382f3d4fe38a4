import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildFunction, functionsFolder } from './build-function.ts'

/**
 * Bundles functions into `dist/functions/<name>`, ready for Lambda, or with `--local` for this machine: those that are
 * named, else all.
 */
export async function main(args: readonly string[]): Promise<void> {
  const isForLambda = !args.includes('--local')
  const target = join(functionsFolder, '../dist/functions')
  const named = args.filter((each) => !each.startsWith('--'))
  const all = readdirSync(functionsFolder).filter((name) => existsSync(join(functionsFolder, name, 'index.ts')))
  const unknown = named.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Error(`there is no function ${unknown.join(', ')}; there are ${all.join(', ')}`)
  installPackages()
  for (const name of named.length > 0 ? named : all) {
    const into = join(target, name)
    rmSync(into, { recursive: true, force: true })
    await buildFunction(name, { into, isForLambda })
    const usesSharp = /from\s*["']sharp["']/.test(readFileSync(join(into, 'index.mjs'), 'utf8'))
    if (isForLambda && usesSharp) addPackages(into)
  }
}

/** Installs the packages of the functions where they are not yet. */
export function installPackages(): void {
  if (!existsSync(join(functionsFolder, 'node_modules'))) npm(['ci', ...quietly], functionsFolder)
}

const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']

// https://sharp.pixelplumbing.com/install#aws-lambda
function addPackages(folder: string): void {
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(functionsFolder, file), join(folder, file))
  npm(['ci', '--omit=dev', ...quietly, '--os=linux', '--cpu=arm64', '--libc=glibc'], folder)
}

function npm(args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${stderr}`)
}
