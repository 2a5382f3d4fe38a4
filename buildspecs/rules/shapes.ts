// What a value may be, and what is said when it is something else.

import { instead } from '#model/nearest.ts'
import {
  describe,
  entryIn,
  error,
  type Findings,
  type Given,
  type GivenEntry,
  type GivenMap,
  warning,
} from './given.ts'

/** Checks the value of one key. */
export type ValueRule = (entry: GivenEntry) => Findings

const wrong = (entry: GivenEntry, wanted: string): Findings =>
  error('buildspec-type', entry.value.at, [
    `"${entry.key}" is ${describe(entry.value)} where ${wanted} belongs`,
    `give "${entry.key}" as ${wanted}`,
  ])

const empty = (entry: GivenEntry): Findings =>
  warning('buildspec-nothing', entry.at, [`"${entry.key}" has no value`, `give "${entry.key}" a value or leave it out`])

/** One text. */
export const text: ValueRule = (entry) =>
  entry.value.is === 'text' ? [] : entry.value.is === 'nothing' ? empty(entry) : wrong(entry, 'one text')

/** A mapping, each key of which may be anything that the rule allows. */
export const mapOf =
  (rule: (map: GivenMap, entry: GivenEntry) => Findings): ValueRule =>
  (entry) =>
    entry.value.is === 'map'
      ? [...twice(entry.value), ...rule(entry.value, entry)]
      : entry.value.is === 'nothing'
        ? empty(entry)
        : wrong(entry, 'a mapping')

/** A list of texts; one text alone works and is warned of. */
export const texts: ValueRule = (entry) => {
  const { value } = entry
  if (value.is === 'nothing') return empty(entry)
  if (value.is === 'map') return wrong(entry, 'a list of texts')
  if (value.is === 'text')
    return warning('buildspec-scalar', value.at, [
      `"${entry.key}" is one text where a list is documented`,
      `write it as a list: "- ${value.text.split('\n')[0]}" below "${entry.key}:"`,
    ])
  return value.items.flatMap((item, at) => itemProblem(entry.key, item, at))
}

const itemProblem = (key: string, item: Given, at: number): Findings => {
  if (item.is === 'text') return []
  if (item.is === 'nothing')
    return warning('buildspec-nothing', item.at, [
      `"${key}" item ${at + 1} is empty`,
      'give it a value or remove the "-"',
    ])
  return error('buildspec-type', item.at, [
    `"${key}" item ${at + 1} is ${describe(item)} where one text belongs`,
    'put quotes around the whole item',
  ])
}

/** Also one text, without a warning: `exclude-paths` is documented as a text and is used as a list. */
export const textOrTexts: ValueRule = (entry) => (entry.value.is === 'text' ? [] : texts(entry))

/** One of some words, in the case they are documented in. A text with a variable in it is left alone. */
export const word =
  (...words: readonly string[]): ValueRule =>
  (entry) => {
    const { value } = entry
    if (value.is !== 'text') return text(entry)
    if (words.includes(value.text) || value.text.includes('$')) return []
    const same = words.some((each) => each.toLowerCase() === value.text.toLowerCase())
    return (same ? warning : error)('buildspec-word', value.at, [
      `"${entry.key}" is "${value.text}"`,
      same
        ? `write it as documented: ${words.find((each) => each.toLowerCase() === value.text.toLowerCase())}`
        : instead(value.text, words),
    ])
  }

const spellings = ['yes', 'no']
const truths = ['true', 'false', 'on', 'off', 'y', 'n']

const switched =
  (documented: readonly string[], other: readonly string[]): ValueRule =>
  (entry) => {
    const { value } = entry
    if (value.is !== 'text') return text(entry)
    const given = value.text.toLowerCase()
    if (documented.includes(given) || value.text.includes('$')) return []
    return (other.includes(given) ? warning : error)('buildspec-word', value.at, [
      `"${entry.key}" is "${value.text}"`,
      `write ${documented.join(' or ')}`,
    ])
  }

/** `yes` or `no`. */
export const yesNo: ValueRule = switched(spellings, truths)

/** `true` or `false`. */
export const trueFalse: ValueRule = switched(['true', 'false'], [...spellings, 'on', 'off', 'y', 'n'])

/** Anything. */
export const anything: ValueRule = () => []

/** Keys that are written twice. */
export const twice = (map: GivenMap): Findings =>
  map.entries.flatMap((entry, at) => {
    const before = map.entries.slice(0, at).find((each) => each.key === entry.key && each.at !== entry.at)
    return before && before.at.line !== entry.at.line
      ? warning('buildspec-key-twice', entry.at, [
          `"${entry.key}" stands on line ${before.at.line} already, and only the last one counts`,
          'remove one of the two',
        ])
      : []
  })

/** Checks each key that is there by its rule; `other` is asked about the rest. */
export const keysOf = (
  map: GivenMap,
  rules: Readonly<Record<string, ValueRule>>,
  other: (entry: GivenEntry, known: readonly string[]) => Findings = unknown,
): Findings =>
  map.entries.flatMap((entry) => {
    if (entryIn(map, entry.key) !== entry) return []
    const rule = Object.hasOwn(rules, entry.key) ? rules[entry.key] : undefined
    return rule ? rule(entry) : other(entry, Object.keys(rules))
  })

/** A key that nothing reads: CodeBuild ignores it. */
export const unknown = (entry: GivenEntry, known: readonly string[]): Findings =>
  warning('buildspec-key-unknown', entry.at, [`nothing reads the key "${entry.key}"`, instead(entry.key, known)])
