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
  const found: Reference[] = []
  collectReferences(value, found)
  return found
}

// Collected into one list: a list for each level is most of what a template costs to make.
const collectReferences = (value: unknown, found: Reference[]): void => {
  if (Array.isArray(value)) for (const each of value) collectReferences(each, found)
  if (!isRecord(value) || isUnknown(value)) return
  const keys = Object.keys(value)
  const key = keys.length === 1 ? keys[0] : undefined
  const argument = key === undefined ? undefined : value[key]
  if (key === 'Ref' && typeof argument === 'string') found.push({ name: argument })
  else if (key === 'Fn::GetAtt' && typeof argument === 'string') found.push(dotted(argument))
  else if (key === 'Fn::GetAtt' && Array.isArray(argument)) {
    const [name, ...attribute] = argument
    found.push({ name: String(name), attribute: attribute.filter((part) => typeof part === 'string').join('.') })
    collectReferences(attribute, found)
  } else if (key === 'Fn::Sub') found.push(...substituted(argument))
  else for (const each of keys) collectReferences(value[each], found)
}

/** The names of the conditions a value chooses by. */
export const conditionsIn = (value: unknown): readonly string[] => {
  const found: string[] = []
  collectConditions(value, found)
  return found
}

const collectConditions = (value: unknown, found: string[]): void => {
  if (Array.isArray(value)) for (const each of value) collectConditions(each, found)
  if (!isRecord(value)) return
  const chosen = value['Fn::If']
  if (Array.isArray(chosen) && typeof chosen[0] === 'string') found.push(chosen[0])
  for (const key of Object.keys(value)) collectConditions(value[key], found)
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
