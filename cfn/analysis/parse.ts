// Template text to plain JSON: YAML or JSON, with the short tags (!Ref, !Sub…) written out to their long form.
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Tags } from 'yaml'
import { readPlainYaml } from './plain-yaml.ts'
import { isRecord, type Template } from './template.ts'

/** Why a text is not a template, and where. Lines and columns count from 1. */
export interface ParseProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The template a text holds, or what keeps it from being one. */
export type Parsed =
  | { readonly template: Template; readonly problems?: undefined }
  | { readonly template?: undefined; readonly problems: readonly ParseProblem[] }

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
const functions = [
  'Base64',
  'Cidr',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'ImportValue',
  'Join',
  'Length',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'And',
  'Equals',
  'If',
  'Not',
  'Or',
  // Of the Rules section alone.
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'RefAll',
  'ValueOf',
  'ValueOfAll',
]
const longForm = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...functions.map((name) => [`!${name}`, `Fn::${name}`] as const),
])

// Dates stay text: a policy's `Version: 2012-10-17` and the template's own format version are strings.
const textual = new Set(['tag:yaml.org,2002:timestamp', 'tag:yaml.org,2002:binary'])
const withoutDates = (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || !textual.has(tag.tag))

/** Reads template text. CloudFormation reads YAML 1.1, of which JSON is a part. */
export const parseTemplate = (text: string): Parsed => {
  const value = readPlainYaml(text)
  return isRecord(value) ? { template: value as unknown as Template } : parseAny(text)
}

const parseAny = (text: string): Parsed => {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.1',
    customTags: withoutDates,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  if (document.errors.length) {
    return { problems: document.errors.map((error) => ({ ...at(error.pos[0]), message: error.message })) }
  }
  const problems: ParseProblem[] = []
  const template = plain(document.contents, {
    document,
    within: [],
    refuse: (node, message) => problems.push({ ...at(tagOffset(text, node)), message }),
  })
  if (problems.length) return { problems }
  if (!isRecord(template)) return { problems: [{ line: 1, column: 1, message: 'a template is an object of sections' }] }
  return { template: template as unknown as Template }
}

// A node's range starts after its tag.
const tagOffset = (text: string, { range, tag }: Node): number => text.lastIndexOf(tag ?? '', range?.[0] ?? 0)

interface Reading {
  readonly document: Document
  /** What aliases stand for around this place: one inside itself would never end. */
  readonly within: readonly Node[]
  readonly refuse: (node: Node, message: string) => void
}

const plain = (node: unknown, reading: Reading): unknown => {
  if (isAlias(node)) {
    const target = node.resolve(reading.document)
    if (target && !reading.within.includes(target))
      return plain(target, { ...reading, within: [...reading.within, target] })
    reading.refuse(node, `"*${node.source}" stands for nothing, or for what it is a part of`)
    return null
  }
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null
  const value = bare(node, reading)
  const tag = node.tag
  if (!tag?.startsWith('!')) return value
  const name = longForm.get(tag)
  if (!name) {
    reading.refuse(node, `unknown tag "${tag}"; the tags are ${[...longForm.keys()].join(' ')}`)
    return value
  }
  return { [name]: name === 'Fn::GetAtt' && typeof value === 'string' ? split(value) : value }
}

const bare = (node: unknown, reading: Reading): unknown => {
  if (isSeq(node)) return node.items.map((item) => plain(item, reading))
  if (isScalar(node)) return node.value
  if (!isMap(node)) return null
  return Object.fromEntries(
    node.items.map(({ key, value }) => [
      String(isScalar(key) ? (key.source ?? key.value) : key),
      plain(value, reading),
    ]),
  )
}

// "Web.Arn" and "Nested.Outputs.Url": the logical id ends at the first dot.
const split = (text: string): readonly string[] => {
  const dot = text.indexOf('.')
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}
