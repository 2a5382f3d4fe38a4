import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Message } from 'esbuild'
import { Fault, type Finding } from '#model'
import { compileOptions } from './compile-options.ts'

/** Where a configuration lies, and the modules that its `launchway` is. */
export interface Uncompiled {
  readonly root: string
  readonly path: string
  readonly aliases: Readonly<Record<string, string>>
}

/** A configuration and what it imports of the repository, as one module. */
export interface Compiled {
  /** The module, with its source map in a comment at the end. */
  readonly text: string
  /** The files it was made from, by their paths below the repository. */
  readonly inputs: readonly string[]
}

// The program that the package `esbuild` would start. Started by us it takes a tenth of the time, most of which goes
// into loading that package and its protocol.
const program = (): string | undefined => {
  const file = process.platform === 'win32' ? 'esbuild.exe' : 'bin/esbuild'
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('esbuild'))
    return beside.resolve(`@esbuild/${process.platform}-${process.arch}/${file}`)
  } catch {
    return undefined
  }
}

const inputsOf = (metafile: unknown): readonly string[] => {
  const isMade = typeof metafile === 'object' && metafile !== null && 'inputs' in metafile
  return isMade && typeof metafile.inputs === 'object' ? Object.keys(metafile.inputs ?? {}) : []
}

// Undefined when esbuild refuses it, or is not where it usually is.
const bundled = async ({ path, root, aliases }: Uncompiled): Promise<Compiled | undefined> => {
  const at = program()
  if (at === undefined) return undefined
  const given = Object.entries(compileOptions).map(
    ([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`,
  )
  const aliased = Object.entries(aliases).map(([name, url]) => `--alias:${name}=${url}`)
  const metafile = join(tmpdir(), `launchway-${randomUUID()}.json`)
  const words = [path, ...given, ...aliased, '--external:file:*', `--metafile=${metafile}`]
  try {
    const text = await new Promise<string>((resolve, reject) => {
      execFile(at, words, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      )
    })
    return { text, inputs: inputsOf(JSON.parse(readFileSync(metafile, 'utf8'))) }
  } catch {
    return undefined
  } finally {
    rmSync(metafile, { force: true })
  }
}

const messagesOf = (error: unknown): readonly Message[] =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors) ? error.errors : []

const findingOf = (message: Message, config: string): Finding => ({
  code: 'configuration-unreadable',
  severity: 'error',
  at: message.location
    ? { file: message.location.file, line: message.location.line, column: message.location.column + 1 }
    : { file: config },
  says: message.text,
  fix: message.notes[0]?.text ?? 'mend this line; an editor with TypeScript shows the same problem',
})

// The slow way: it says which line is wrong, and where esbuild's own program is.
const bundledByPackage = async ({ path, root, aliases }: Uncompiled): Promise<Compiled> => {
  const { build } = await import('esbuild')
  try {
    const { outputFiles, metafile } = await build({
      ...compileOptions,
      entryPoints: [path],
      absWorkingDir: root,
      write: false,
      metafile: true,
      alias: { ...aliases },
      external: ['file:*'],
    })
    return { text: outputFiles[0]?.text ?? '', inputs: inputsOf(metafile) }
  } catch (error) {
    const messages = messagesOf(error)
    if (messages.length === 0) throw error
    throw new Fault(
      messages.map((message) => findingOf(message, relative(root, path))),
      2,
      error,
    )
  }
}

/** Compiles a configuration; a fault with a line for each thing in it that cannot be read. */
export const compileConfig = async (given: Uncompiled): Promise<Compiled> =>
  (await bundled(given)) ?? (await bundledByPackage(given))
