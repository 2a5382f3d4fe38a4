// Reads the YAML of a buildspec as CodeBuild's reader does: version 1.1, written twice is allowed, every scalar is text.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Tags,
} from 'yaml'
import type { Place } from '#model'
import { error, type Findings, type Given, type GivenEntry, warning } from './given.ts'
import { syntaxFindings } from './syntax.ts'

/** A file by its path. */
export interface TextFile {
  readonly path: string
  readonly text: string
}

/** What a file holds, and what is wrong with its YAML. */
export interface ReadFile {
  readonly given?: Given
  readonly findings: Findings
}

interface Reading {
  readonly text: string
  readonly document: Document
  /** What aliases stand for around this place: one inside itself would never end. */
  readonly within: readonly Node[]
  readonly placeOf: (offset: number) => Place
  readonly report: (findings: Findings) => void
}

const textual = new Set(['tag:yaml.org,2002:timestamp', 'tag:yaml.org,2002:binary'])
const withoutDates = (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || !textual.has(tag.tag))

/** Reads a file; without a value when it cannot be read at all. */
export const readFile = ({ path, text }: TextFile): ReadFile => {
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    customTags: withoutDates,
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const [document, second] = Array.isArray(parsed) ? parsed : []
  if (!document) return { findings: [] }
  // libyaml reads \' between double quotes as an apostrophe, although no version of YAML has that escape.
  const problem = document.errors.find(
    (each) => each.code !== 'BAD_DQ_ESCAPE' || text.slice(each.pos[0], each.pos[0] + 2) !== "\\'",
  )
  if (problem) return { findings: syntaxFindings(problem, text, placeOf) }
  const findings: Findings[number][] = []
  const given = plain(document.contents, {
    text,
    document,
    within: [],
    placeOf,
    report: (more) => findings.push(...more),
  })
  if (second?.contents)
    findings.push(
      ...warning('buildspec-documents', placeOf(second.range?.[0] ?? 0), [
        'a second document begins, which CodeBuild does not read',
        'leave one document in the file',
      ]),
    )
  return { given, findings }
}

// A node begins behind its anchor.
const anchorPlace = (name: string, node: Node, { text, placeOf }: Reading): Place =>
  placeOf(text.lastIndexOf(`&${name}`, node.range?.[0]))

const anchor = /^[\w-]+$/

const plain = (node: unknown, reading: Reading): Given => {
  const at = reading.placeOf((node as Node | null)?.range?.[0] ?? 0)
  if (isAlias(node)) {
    const target = node.resolve(reading.document)
    const isInside = target !== undefined && reading.within.includes(target)
    if (target && !isInside && anchor.test(node.source))
      return { ...plain(target, { ...reading, within: [...reading.within, target] }), at }
    reading.report(
      error('buildspec-syntax', at, [
        `"*${node.source}" is read as an alias, ${isInside ? 'and stands inside what it names' : 'and nothing is called that'}`,
        `put quotes around it: "*${node.source}"`,
      ]),
    )
    return { is: 'text', at, text: `*${node.source}`, quoted: false }
  }
  const name = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined
  if (name !== undefined && !anchor.test(name))
    reading.report(
      error('buildspec-syntax', anchorPlace(name, node as Node, reading), [
        `"&${name}" is read as an anchor`,
        `put quotes around the text that begins with "&"`,
      ]),
    )
  if (isMap(node)) return { is: 'map', at, entries: node.items.flatMap((pair) => entries(pair, reading)) }
  if (isSeq(node)) return { is: 'list', at, items: node.items.map((item) => plain(item, reading)) }
  if (!isScalar(node) || (node.value === null && node.type === 'PLAIN')) return { is: 'nothing', at }
  const quoted = node.type !== 'PLAIN'
  const text = !quoted && node.source !== undefined ? node.source : String(node.value)
  return { is: 'text', at, text, quoted }
}

const entries = (pair: { readonly key: unknown; readonly value: unknown }, reading: Reading): readonly GivenEntry[] => {
  const value = plain(pair.value, reading)
  const at = reading.placeOf((pair.key as Node | null)?.range?.[0] ?? 0)
  const key = isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : String(pair.key)
  if (key !== '<<') return [{ key, at, value: value.is === 'nothing' ? { is: 'nothing', at } : value }]
  const merged = value.is === 'list' ? value.items : [value]
  return merged.flatMap((each) => (each.is === 'map' ? each.entries : []))
}
