import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire, SourceMap } from 'node:module'
import { relative, resolve } from 'node:path'
import type { Message } from 'esbuild'
import { type Delivery, Fault, type Finding, fault, type Place } from '#model'

// `launchway` is this very program, so that the values a configuration makes are ours.
const aliases = {
  'launchway/cfn': new URL('./cfn.js', import.meta.url).href,
  launchway: new URL('./index.js', import.meta.url).href,
}

const findingOf = (message: Message, config: string): Finding => ({
  code: 'configuration-unreadable',
  severity: 'error',
  at: message.location
    ? { file: message.location.file, line: message.location.line, column: message.location.column + 1 }
    : { file: config },
  says: message.text,
  fix: message.notes[0]?.text ?? 'mend this line; an editor with TypeScript shows the same problem',
})

const messagesOf = (error: unknown): readonly Message[] =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors) ? error.errors : []

interface Compiled {
  readonly code: string
  /** Read only when a place is asked for. */
  readonly map: () => SourceMap
}

const compile = async (path: string, root: string): Promise<Compiled> => {
  const text = (await bundled(path, root)) ?? (await bundledByPackage(path, root))
  const comment = text.lastIndexOf(mapComment)
  return {
    code: comment < 0 ? text : text.slice(0, comment),
    map: () =>
      new SourceMap(
        JSON.parse(comment < 0 ? '{}' : Buffer.from(text.slice(comment + mapComment.length), 'base64').toString()),
      ),
  }
}

const mapComment = '//# sourceMappingURL=data:application/json;base64,'

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

const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  packages: 'external',
  logLevel: 'silent',
} as const

// The configuration and what it imports of the repository become one module; `launchway` is this very program, so that
// the values it makes are ours. Undefined when esbuild refuses it, or is not where it usually is.
const bundled = async (path: string, root: string): Promise<string | undefined> => {
  const at = program()
  if (at === undefined) return undefined
  const given = Object.entries(options).map(
    ([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`,
  )
  const aliasesGiven = Object.entries(aliases).map(([name, url]) => `--alias:${name}=${url}`)
  const where = { cwd: root, maxBuffer: 64 * 1024 * 1024 }
  return new Promise((resolve) => {
    execFile(at, [path, ...given, ...aliasesGiven, '--external:file:*'], where, (error, stdout) =>
      resolve(error ? undefined : stdout),
    )
  })
}

// The slow way: it says which line is wrong, and where esbuild's own program is.
const bundledByPackage = async (path: string, root: string): Promise<string> => {
  const { build } = await import('esbuild')
  try {
    const { outputFiles } = await build({
      ...options,
      entryPoints: [path],
      absWorkingDir: root,
      write: false,
      alias: aliases,
      external: ['file:*'],
    })
    return outputFiles[0]?.text ?? ''
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

const isDelivery = (value: unknown): value is Delivery =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'delivery'

// A place in the compiled module as the line a person wrote.
const written = (place: Place, { map }: Compiled): Place => {
  if (!place.file.startsWith('data:') || place.line === undefined) return place
  const found = map().findEntry(place.line - 1, (place.column ?? 1) - 1)
  if (!('originalSource' in found)) return { file: 'launchway.config.ts' }
  return { file: found.originalSource, line: found.originalLine + 1, column: found.originalColumn + 1 }
}

const frame = /\(?((?:file:\/\/|data:)?[^()\s]+):(\d+):(\d+)\)?$/

const firstPlace = (error: unknown): Place | undefined => {
  const found =
    error instanceof Error
      ? frame.exec(
          error.stack
            ?.split('\n')
            .find((line) => line.includes(' at '))
            ?.trim() ?? '',
        )
      : null
  return found?.[1] ? { file: found[1], line: Number(found[2]), column: Number(found[3]) } : undefined
}

const thrown = (error: unknown, config: string, compiled: Compiled): Fault => {
  if (error instanceof Fault)
    return new Fault(
      error.findings.map((finding) => ({ ...finding, at: written(finding.at, compiled) })),
      error.exit,
      error,
    )
  const place = firstPlace(error)
  return new Fault(
    [
      {
        code: 'configuration-threw',
        severity: 'error',
        at: place?.file.startsWith('data:') ? written(place, compiled) : { file: config },
        says: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        fix: 'mend this line; the types in your editor show what is expected',
      },
    ],
    2,
    error,
  )
}

/** Loads a configuration file. Throws one fault that carries every problem in it, each with its line. */
export const loadConfig = async (root: string, config = 'launchway.config.ts'): Promise<Delivery> => {
  const path = resolve(root, config)
  if (!existsSync(path))
    throw fault({
      at: config,
      code: 'configuration-missing',
      says: `there is no ${config} in ${root}`,
      fix: 'run launchway at the root of the repository, or name the file with --config',
    })
  const compiled = await compile(path, root)
  let loaded: { readonly default?: unknown }
  try {
    loaded = await import(`data:text/javascript;base64,${Buffer.from(compiled.code).toString('base64')}`)
  } catch (error) {
    throw thrown(error, config, compiled)
  }
  if (isDelivery(loaded.default)) return loaded.default
  throw fault({
    at: config,
    code: 'configuration-without-delivery',
    says: 'this file does not export a delivery',
    fix: 'end it with: export default delivery({ … })',
  })
}
