import { existsSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { resolve } from 'node:path'
import { type Delivery, Fault, fault, type Place } from '#model'
import type { Uncompiled } from './compile-config.ts'
import { recall, remember } from './config-cache.ts'

// `launchway` is this very program, so that the values a configuration makes are ours.
const aliases = {
  'launchway/cfn': new URL('./cfn.js', import.meta.url).href,
  launchway: new URL('./index.js', import.meta.url).href,
}

interface Module {
  readonly code: string
  /** Read only when a place is asked for. */
  readonly map: () => SourceMap
}

const mapComment = '//# sourceMappingURL=data:application/json;base64,'

const moduleOf = (text: string): Module => {
  const comment = text.lastIndexOf(mapComment)
  return {
    code: comment < 0 ? text : text.slice(0, comment),
    map: () =>
      new SourceMap(
        JSON.parse(comment < 0 ? '{}' : Buffer.from(text.slice(comment + mapComment.length), 'base64').toString()),
      ),
  }
}

const isDelivery = (value: unknown): value is Delivery =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'delivery'

// A place in the compiled module as the line a person wrote.
const written = (place: Place, { map }: Module): Place => {
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

const thrown = (error: unknown, config: string, compiled: Module): Fault => {
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

const evaluated = async (text: string, config: string): Promise<Delivery> => {
  const compiled = moduleOf(text)
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
  const given: Uncompiled = { root, path, aliases }
  const kept = recall(given)
  if (kept) return evaluated(kept.text, config)
  const began = Date.now()
  const compiled = await (await import('./compile-config.ts')).compileConfig(given)
  const delivery = await evaluated(compiled.text, config)
  remember(given, compiled, began)
  return delivery
}
