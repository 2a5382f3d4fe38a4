// Fn::ForEach of the AWS::LanguageExtensions transform, written out: one copy of its body for each item of a list.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
import { textOf } from './intrinsics.ts'
import { resolve } from './resolve.ts'
import type { Scope } from './scope.ts'
import { isRecord, type Template } from './template.ts'
import { TemplateError } from './template-error.ts'
import { isUnknown } from './unknown.ts'

/** A template with its loops written out. */
export interface WithLoopsWritten {
  readonly template: Template
  /** Loops that AWS refuses, in words to follow "Transform AWS::LanguageExtensions failed with: ". */
  readonly problems: readonly string[]
  /** Loops over a list that nobody knows yet: they give nothing. */
  readonly unknown: readonly string[]
}

type Key = string | number

interface Item {
  readonly name: string
  readonly value: string
}

interface Writing {
  readonly itemsOf: (collection: unknown) => readonly string[] | undefined
  readonly problems: string[]
  readonly unknown: string[]
}

const sections = ['Conditions', 'Resources', 'Outputs'] as const

/** The start of a key that holds a loop. */
export const LOOP = 'Fn::ForEach::'

/** True for a template that asks for the transform in which loops are. */
export const hasLoops = ({ Transform }: Template): boolean =>
  [Transform ?? []].flat().includes('AWS::LanguageExtensions')

// `&{Name}` is the item without what a logical id may not hold.
const filled = (text: string, { name, value }: Item): string =>
  text.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, value.replace(/[^A-Za-z0-9]/g, ''))

const copied = (part: unknown, item: Item): unknown => {
  if (typeof part === 'string') return filled(part, item)
  if (Array.isArray(part)) return part.map((each) => copied(each, item))
  if (!isRecord(part)) return part
  if (part.Ref === item.name) return item.value
  // What is left of Fn::Sub is a text once nothing in it waits to be filled.
  const sub = typeof part['Fn::Sub'] === 'string' ? filled(part['Fn::Sub'], item) : undefined
  if (sub !== undefined && !sub.includes('${')) return sub
  return Object.fromEntries(Object.entries(part).map(([key, each]) => [filled(key, item), copied(each, item)]))
}

const isLoop = (loop: unknown): loop is [string, unknown, Record<string, unknown>] =>
  Array.isArray(loop) && loop.length === 3 && typeof loop[0] === 'string' && isRecord(loop[2])

const copies = (key: string, loop: unknown, writing: Writing): readonly (readonly [string, unknown])[] => {
  if (!isLoop(loop)) {
    writing.problems.push(`Fn::ForEach layout is incorrect: ${key}`)
    return []
  }
  const [name, collection, body] = loop
  const same = Object.keys(body).filter(
    (each) => !each.startsWith(LOOP) && !each.includes(`\${${name}}`) && !each.includes(`&{${name}}`),
  )
  if (same.length) {
    writing.problems.push(`${key} gives every item the same key "${same[0]}", which does not hold \${${name}}`)
    return []
  }
  const items = writing.itemsOf(collection)
  if (!items) writing.unknown.push(key)
  return (items ?? []).flatMap((value) => Object.entries(written(copied(body, { name, value }), writing) as object))
}

const written = (part: unknown, writing: Writing): unknown => {
  if (Array.isArray(part)) return part.map((each) => written(each, writing))
  if (!isRecord(part)) return part
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, each]) =>
      key.startsWith(LOOP) ? copies(key, each, writing) : [[key, written(each, writing)]],
    ),
  )
}

// A collection is a list, or what gives one: a list parameter, a mapping. What nothing tells yet gives undefined.
const itemsIn =
  (scope: Scope) =>
  (collection: unknown): readonly string[] | undefined => {
    try {
      const items = resolve(collection, scope)
      return Array.isArray(items) && !items.some(isUnknown) ? items.map(textOf) : undefined
    } catch (error) {
      if (error instanceof TemplateError) return undefined
      throw error
    }
  }

/** Writes out the loops of a scope's template, over lists as the scope has them. */
export const withLoopsWritten = (scope: Scope): WithLoopsWritten => {
  const { template } = scope
  if (!hasLoops(template)) return { template, problems: [], unknown: [] }
  const writing: Writing = { itemsOf: itemsIn(scope), problems: [], unknown: [] }
  const parts = sections.flatMap((name) => (template[name] ? [[name, written(template[name], writing)]] : []))
  return {
    template: { ...template, ...Object.fromEntries(parts) },
    problems: writing.problems,
    unknown: writing.unknown,
  }
}

/** The keys of the loop that writes an entry of a section, or the entry's own. */
export const keysOf = (scope: Scope, section: Key, entry: Key): readonly Key[] => {
  const own = scope.template[section as (typeof sections)[number]] ?? {}
  if (entry in own) return [section, entry]
  const writing: Writing = { itemsOf: itemsIn(scope), problems: [], unknown: [] }
  const loop = Object.entries(own).find(
    ([key, each]) => key.startsWith(LOOP) && copies(key, each, writing).some(([made]) => made === entry),
  )
  return [section, loop?.[0] ?? entry]
}
