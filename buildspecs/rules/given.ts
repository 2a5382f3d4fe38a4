// A buildspec as plain values that know where they stand: what every rule reads.
import type { Finding, Place } from '#model'
import type { Code } from './codes.ts'

/** A mapping: its keys as they are written, each with its value. */
export interface GivenMap {
  readonly is: 'map'
  readonly at: Place
  readonly entries: readonly GivenEntry[]
}

/** One key of a mapping. */
export interface GivenEntry {
  readonly key: string
  readonly at: Place
  readonly value: Given
}

/** A list. */
export interface GivenList {
  readonly is: 'list'
  readonly at: Place
  readonly items: readonly Given[]
}

/** A scalar as it is written: CodeBuild reads every one of them as text. */
export interface GivenText {
  readonly is: 'text'
  readonly at: Place
  readonly text: string
  readonly quoted: boolean
}

/** A key or an item without a value. */
export interface GivenNothing {
  readonly is: 'nothing'
  readonly at: Place
}

/** Whatever stands behind a key. */
export type Given = GivenMap | GivenList | GivenText | GivenNothing

/** What a rule says: none, one or several findings. */
export type Findings = readonly Finding[]

type Words = readonly [says: string, fix: string]

/** A finding about something that CodeBuild refuses. */
export const error = (code: Code, at: Place, [says, fix]: Words): Findings => [
  { code, severity: 'error', at, says, fix },
]

/** A finding about something that works, but not as it reads. */
export const warning = (code: Code, at: Place, [says, fix]: Words): Findings => [
  { code, severity: 'warning', at, says, fix },
]

/** The value of a key; the last one when it is written twice. */
export const valueIn = (map: GivenMap, key: string): Given | undefined => entryIn(map, key)?.value

/** A key with its value; the last one when it is written twice. */
export const entryIn = (map: GivenMap, key: string): GivenEntry | undefined =>
  map.entries.findLast((each) => each.key === key)

/** What a value is, in a sentence. */
export const describe = (given: Given): string =>
  given.is === 'text' ? JSON.stringify(given.text) : { map: 'a mapping', list: 'a list', nothing: 'empty' }[given.is]
