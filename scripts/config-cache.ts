import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import launchway from '../package.json' with { type: 'json' }
import type { Compiled, Uncompiled } from './compile-config.ts'
import { compileOptions } from './compile-options.ts'

const home = (of: Uncompiled) => join(of.root, '.launchway')
const entry = (of: Uncompiled) => join(home(of), 'cache', `${basename(of.path)}.json`)

// Names that the compiler may find where it looks for an import, and the files that tell it how to look.
const source = /\.([cm]?[jt]sx?|json|css)$/
const setting = /^(tsconfig.*|jsconfig|package)\.json$/

// The folders of some files, and those above them within the repository.
const foldersOf = (inputs: readonly string[]): readonly string[] => {
  const all = new Set<string>()
  for (const input of inputs) for (let at = dirname(input); !all.has(at); at = dirname(at)) all.add(at)
  return [...all].sort()
}

const settingsIn = (folder: string, names: readonly string[]): readonly string[] =>
  names.filter((name) => setting.test(name)).map((name) => readFileSync(join(folder, name), 'utf8'))

// Everything the compiler has read, and what it might have found instead; undefined when that is not all of this
// repository: a file beside it, or settings that are those of another file.
const stateOf = (of: Uncompiled, inputs: readonly string[]): string | undefined => {
  if (inputs.some((input) => !/^[^/\\:.][^\\:]*$/.test(input))) return undefined
  const folders = foldersOf(inputs).map((folder) => {
    const names = readdirSync(join(of.root, folder)).filter((name) => source.test(name))
    return { folder, names: names.sort(), settings: settingsIn(join(of.root, folder), names) }
  })
  if (folders.some(({ settings }) => settings.some((text) => /"extends"\s*:/.test(text)))) return undefined
  const texts = inputs.map((input) => readFileSync(join(of.root, input), 'utf8'))
  return JSON.stringify([launchway.dependencies.esbuild, compileOptions, of, inputs, texts, folders])
}

const isKept = (value: unknown): value is Compiled & { readonly state: string } =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'state' in value &&
  'inputs' in value &&
  Array.isArray(value.inputs) &&
  value.inputs.every((input) => typeof input === 'string')

/** What a run before has compiled, when everything it was made from is the same. */
export const recall = (of: Uncompiled): Compiled | undefined => {
  try {
    const kept: unknown = JSON.parse(readFileSync(entry(of), 'utf8'))
    return isKept(kept) && kept.state === stateOf(of, kept.inputs) ? kept : undefined
  } catch {
    return undefined
  }
}

// The kernel's clock ticks every few milliseconds: what changed within one of them may have been read before it did.
const tick = 20

const write = (of: Uncompiled, text: string) => {
  const staged = `${entry(of)}.${process.pid}`
  mkdirSync(home(of), { recursive: true })
  // First, since it fails where nothing can be written; making folders there does not always end.
  writeFileSync(join(home(of), '.gitignore'), '*\n')
  mkdirSync(join(home(of), 'cache'), { recursive: true })
  try {
    writeFileSync(staged, text)
    renameSync(staged, entry(of))
  } catch (error) {
    rmSync(staged, { force: true })
    throw error
  }
}

/** Keeps a module for the next run, whole or not at all, unless a file has changed since its compilation began. */
export const remember = (of: Uncompiled, { text, inputs }: Compiled, began: number): void => {
  try {
    const state = stateOf(of, inputs)
    const changed = Math.max(...inputs.map((input) => statSync(join(of.root, input)).ctimeMs))
    if (state !== undefined && changed < began - tick) write(of, JSON.stringify({ state, inputs, text }))
  } catch {
    // Nothing can be written here: the next run compiles again.
  }
}
