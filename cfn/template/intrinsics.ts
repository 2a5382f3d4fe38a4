// The intrinsic functions, in their long form. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
import { type Kind, type Value, value } from '#model/value.ts'
import type { If, Scalar, Text, Texts } from './given.ts'

/** What CloudFormation knows of the place it deploys to. */
export const pseudo = {
  account: value<'text'>({ Ref: 'AWS::AccountId' }),
  region: value<'text'>({ Ref: 'AWS::Region' }),
  partition: value<'text'>({ Ref: 'AWS::Partition' }),
  stackName: value<'text'>({ Ref: 'AWS::StackName' }),
  urlSuffix: value<'text'>({ Ref: 'AWS::URLSuffix' }),
} as const

/** A text that we know to be of a kind, which nothing could tell: the id of something that exists, an ARN put together. */
export const known = <K extends Scalar>(text: string | Value<'text'>): Value<K> => text as unknown as Value<K>

type Piece = string | number | Value<Scalar | 'number' | 'database-port'> | If<string | Value<Scalar>>

/** A text with values inside: sub`arn:${pseudo.partition}:s3:::${bucket.ref}/*`. */
export const sub = (texts: TemplateStringsArray, ...pieces: readonly Piece[]): Value<'text'> => {
  const named = new Map<string, unknown>()
  const written = texts.map((text, at) => {
    const piece = pieces[at]
    return at < pieces.length ? `${escaped(text)}${placeholder(piece, named)}` : escaped(text)
  })
  const text = written.join('')
  return value<'text'>({ 'Fn::Sub': named.size > 0 ? [text, Object.fromEntries(named)] : text })
}

const escaped = (text: string) => text.replaceAll('${', '${!')

const placeholder = (piece: unknown, named: Map<string, unknown>): string => {
  if (typeof piece !== 'object' || piece === null) return escaped(String(piece))
  if ('Ref' in piece) return `\${${piece.Ref}}`
  if ('Fn::GetAtt' in piece && Array.isArray(piece['Fn::GetAtt'])) return `\${${piece['Fn::GetAtt'].join('.')}}`
  const wanted = nameOf(piece)
  const taken = [...named.entries()].find(([, other]) => JSON.stringify(other) === JSON.stringify(piece))
  if (taken) return `\${${taken[0]}}`
  const name = named.has(wanted) ? `${wanted}${named.size + 1}` : wanted
  named.set(name, piece)
  return `\${${name}}`
}

// An import is called by the end of its export's name, which says what it is; anything else just a value.
const nameOf = (piece: object): string => {
  const exported = 'Fn::ImportValue' in piece ? String(piece['Fn::ImportValue']) : ''
  return exported.split('-').at(-1) || 'value'
}

/** Texts with a separator between them. */
export const join = (separator: string, texts: Texts): Value<'text'> =>
  value<'text'>({ 'Fn::Join': [separator, texts] })

/** The element at an index, which counts from 0. */
export const select = <K extends Kind = 'text'>(index: number, texts: Texts): Value<K> =>
  value<K>({ 'Fn::Select': [index, texts] })

/** The parts of a text between separators. */
export const split = (separator: string, text: Text): Value<'texts'> =>
  value<'texts'>({ 'Fn::Split': [separator, text] })

/** Equal blocks cut from a network: how many, and the bits of each one's hosts. */
export const cidr = (block: Text, count: number, hostBits: number): Value<'texts'> =>
  value<'texts'>({ 'Fn::Cidr': [block, count, hostBits] })

/** The availability zones of the region. */
export const azs = (): Value<'texts'> => value<'texts'>({ 'Fn::GetAZs': '' })
