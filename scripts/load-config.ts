import { existsSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { buildSync, type Message } from 'esbuild'
import { type Delivery, Fault, type Finding, fault, type Place } from '#model'

const product = new URL('./index.js', import.meta.url).href
const core = new URL('./cfn.js', import.meta.url).href

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
  readonly map: SourceMap
}

// The configuration and what it imports of the repository become one module; `launchway` is this very program, so that
// the values it makes are ours.
const compile = (path: string, root: string): Compiled => {
  try {
    const [map, code] = buildSync({
      entryPoints: [path],
      absWorkingDir: root,
      outfile: join(root, 'launchway.config.js'),
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'external',
      sourcesContent: false,
      alias: { 'launchway/cfn': core, launchway: product },
      external: ['file:*'],
      packages: 'external',
      logLevel: 'silent',
    }).outputFiles
    return { code: code?.text ?? '', map: new SourceMap(JSON.parse(map?.text ?? '{}')) }
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
  const found = map.findEntry(place.line - 1, (place.column ?? 1) - 1)
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
  const compiled = compile(path, root)
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
