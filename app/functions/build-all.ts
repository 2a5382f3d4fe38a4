import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildFunction, functionsFolder } from './build-function.ts'

/** Bundles every function into `dist/functions/<name>`, ready for Lambda, or with `--local` for this machine. */
export async function main(args: readonly string[]): Promise<void> {
  const isForLambda = !args.includes('--local')
  const target = join(functionsFolder, '../dist/functions')
  const names = readdirSync(functionsFolder).filter((name) => existsSync(join(functionsFolder, name, 'index.ts')))
  installPackages()
  rmSync(target, { recursive: true, force: true })
  for (const name of names) {
    const into = join(target, name)
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
