// What a template value refers to by name.
import { subPiecesOf } from './sub.ts'
import { isRecord } from './template.ts'
import { isUnknown } from './unknown.ts'

/** A name a value uses: a resource, a parameter or a pseudo parameter; with an attribute when by Fn::GetAtt. */
export interface Reference {
  readonly name: string
  readonly attribute?: string
}

/** Every Ref, Fn::GetAtt and Fn::Sub placeholder in a value. */
export const referencesIn = (value: unknown): readonly Reference[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isRecord(value) || isUnknown(value)) return []
  const [[key, argument] = ['', undefined], ...others] = Object.entries(value)
  if (others.length) return Object.values(value).flatMap(referencesIn)
  if (key === 'Ref' && typeof argument === 'string') return [{ name: argument }]
  if (key === 'Fn::GetAtt' && typeof argument === 'string') return [dotted(argument)]
  if (key === 'Fn::GetAtt' && Array.isArray(argument)) {
    const [name, ...attribute] = argument
    const own = { name: String(name), attribute: attribute.filter((part) => typeof part === 'string').join('.') }
    return [own, ...referencesIn(attribute)]
  }
  if (key === 'Fn::Sub') return substituted(argument)
  return referencesIn(argument)
}

/** The names of the conditions a value chooses by. */
export const conditionsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(conditionsIn)
  if (!isRecord(value)) return []
  const chosen = Array.isArray(value['Fn::If']) && typeof value['Fn::If'][0] === 'string' ? [value['Fn::If'][0]] : []
  return [...chosen, ...Object.values(value).flatMap(conditionsIn)]
}

const substituted = (argument: unknown): readonly Reference[] => {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}]
  const own = isRecord(given) ? given : {}
  const pieces = typeof text === 'string' ? subPiecesOf(text) : []
  const named = pieces.flatMap((piece) => ('name' in piece && !(piece.name in own) ? [dotted(piece.name)] : []))
  return [...named, ...referencesIn(Object.values(own))]
}

const dotted = (text: string): Reference => {
  const dot = text.indexOf('.')
  return dot < 0 ? { name: text } : { name: text.slice(0, dot), attribute: text.slice(dot + 1) }
}
