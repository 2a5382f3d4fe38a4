import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildFunction, functionsFolder } from './build-function.ts'
import { installPackages, lambda, packagesFor, targetOf } from './packages.ts'

/**
 * Bundles functions into `dist/functions/<name>`, ready for Lambda: those that are named, else all. With `--packages` it
 * only installs what they need, there and on this machine.
 */
export async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--packages')) {
    for (const target of [lambda, { os: process.platform, cpu: process.arch }]) packagesFor(target)
    return
  }
  const all = readdirSync(functionsFolder).filter((name) => existsSync(join(functionsFolder, name, 'index.ts')))
  const unknown = args.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Error(`there is no function ${unknown.join(', ')}; there are ${all.join(', ')}`)
  installPackages()
  await Promise.all((args.length > 0 ? args : all).map(built))
}

async function built(name: string): Promise<void> {
  const into = join(functionsFolder, '../dist/functions', name)
  rmSync(into, { recursive: true, force: true })
  await buildFunction(name, { into, isForLambda: true })
  const usesSharp = /from\s*["']sharp["']/.test(readFileSync(join(into, 'index.mjs'), 'utf8'))
  if (usesSharp) cpSync(packagesFor(targetOf(process.env)), into, { recursive: true })
}
