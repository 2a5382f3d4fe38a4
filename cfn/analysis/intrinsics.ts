// One entry per intrinsic function. Each gets its argument unresolved; an unknown part makes the whole unknown.
import { cidrBlocksOf } from './cidr.ts'
import { conditionOf } from './conditions.ts'
import { noValue } from './no-value.ts'
import type { Scope } from './scope.ts'
import { subPiecesOf } from './sub.ts'
import { isRecord } from './template.ts'
import { TemplateError } from './template-error.ts'
import { isUnknown, unknownOf, unknownsIn } from './unknown.ts'

/** Resolves a part of an intrinsic's argument. */
export type Evaluate = (part: unknown) => unknown

/** One intrinsic function. */
export type Intrinsic = (argument: unknown, scope: Scope, evaluate: Evaluate) => unknown

/** A reference to a parameter, a pseudo parameter or a resource, by the name a `Ref` uses. */
const refOf = (name: unknown, scope: Scope): unknown => {
  if (typeof name !== 'string') throw new TemplateError('Template error: Ref needs the name of a parameter or resource')
  if (name === 'AWS::NoValue') return noValue
  if (name.startsWith('AWS::')) {
    if (name in scope.pseudo) return scope.pseudo[name]
    return unknownOf(name)
  }
  if (scope.template.Parameters && name in scope.template.Parameters) {
    return name in scope.parameters ? scope.parameters[name] : unknownOf(`parameter ${name}`)
  }
  if (!(name in scope.template.Resources)) {
    throw new TemplateError(
      `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
    )
  }
  return scope.reference(name)
}

const attributeOf = (logicalId: unknown, attribute: unknown, scope: Scope): unknown => {
  if (isUnknown(attribute)) return attribute
  if (typeof logicalId !== 'string' || typeof attribute !== 'string') {
    throw new TemplateError(
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    )
  }
  if (!(logicalId in scope.template.Resources)) {
    throw new TemplateError(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`)
  }
  return scope.reference(logicalId, attribute)
}

const dotted = (text: string): readonly [string, string] => {
  const dot = text.indexOf('.')
  return [text.slice(0, dot), text.slice(dot + 1)]
}

/** Text as CloudFormation joins it: numbers and booleans in their JSON form, lists by commas. */
export const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(textOf).join(',') : typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

const joined = (parts: readonly unknown[], separator: string): unknown => {
  const unknowns = parts.flatMap(unknownsIn)
  if (!unknowns.length) return parts.map(textOf).join(separator)
  return unknownOf(parts.map((part) => (isUnknown(part) ? `\${${part.of}}` : textOf(part))).join(separator))
}

const listOf = (name: string, value: unknown, size?: number): readonly unknown[] => {
  if (Array.isArray(value) && (size === undefined || value.length === size)) return value
  const wanted = size === undefined ? 'a list' : `a list of ${size} parts`
  throw new TemplateError(`Template error: ${name} needs ${wanted}`)
}

const sub: Intrinsic = (argument, scope, evaluate) => {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}]
  if (typeof text !== 'string' || !isRecord(given)) {
    throw new TemplateError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    )
  }
  const parts = subPiecesOf(text).map((piece) => {
    if ('text' in piece) return piece.text
    if (piece.name in given) return evaluate(given[piece.name])
    const value = piece.name.includes('.') ? attributeOf(...dotted(piece.name), scope) : refOf(piece.name, scope)
    return value === noValue ? '' : value
  })
  return joined(parts, '')
}

const select: Intrinsic = (argument, _scope, evaluate) => {
  const [index, list] = listOf('Fn::Select', argument, 2).map(evaluate)
  if (isUnknown(index)) return index
  if (isUnknown(list)) return unknownOf(`${list.of}[${textOf(index)}]`)
  const item = listOf('Fn::Select', list)[Number(index)]
  if (item === undefined) {
    throw new TemplateError(`Template error: Fn::Select cannot select nonexistent value at index ${textOf(index)}`)
  }
  return item
}

const findInMap: Intrinsic = (argument, scope, evaluate) => {
  const [map, first, second, options] = listOf('Fn::FindInMap', argument).map(evaluate)
  const unknown = [map, first, second].find(isUnknown)
  if (unknown) return unknown
  const found = scope.template.Mappings?.[textOf(map)]?.[textOf(first)]?.[textOf(second)]
  if (found !== undefined) return found
  if (isRecord(options) && 'DefaultValue' in options) return options.DefaultValue
  throw new TemplateError(
    `Template error: Unable to get mapping for ${textOf(map)}::${textOf(first)}::${textOf(second)}`,
  )
}

const getAtt: Intrinsic = (argument, scope, evaluate) => {
  if (typeof argument === 'string') return attributeOf(...dotted(argument), scope)
  const [logicalId, ...attribute] = listOf('Fn::GetAtt', argument)
  const parts = attribute.map(evaluate)
  return attributeOf(logicalId, parts.length > 1 ? joined(parts, '.') : parts[0], scope)
}

const cidr: Intrinsic = (argument, _scope, evaluate) => {
  const [block, count, bits] = listOf('Fn::Cidr', argument).map(evaluate)
  const unknown = [block, count, bits].find(isUnknown)
  return unknown ? unknownOf(`cidr of ${unknown.of}`) : cidrBlocksOf(textOf(block), Number(count), Number(bits ?? 8))
}

const chosen: Intrinsic = (argument, scope, evaluate) => {
  const [name, yes, no] = listOf('Fn::If', argument, 3)
  const holds = conditionOf(textOf(name), scope, evaluate)
  return isUnknown(holds) ? holds : evaluate(holds ? yes : no)
}

const split: Intrinsic = (argument, _scope, evaluate) => {
  const [separator, text] = listOf('Fn::Split', argument, 2).map(evaluate)
  return isUnknown(text) ? unknownOf(`${text.of} split`) : textOf(text).split(textOf(separator))
}

const join: Intrinsic = (argument, _scope, evaluate) => {
  const [separator, parts] = listOf('Fn::Join', argument, 2)
  const values = evaluate(parts)
  return isUnknown(values) ? unknownOf(`${values.of} joined`) : joined(listOf('Fn::Join', values), textOf(separator))
}

const known =
  (make: (value: unknown, scope: Scope) => unknown): Intrinsic =>
  (argument, scope, evaluate) => {
    const value = evaluate(argument)
    const [unknown] = unknownsIn(value)
    return unknown ? unknownOf(unknown.of) : make(value, scope)
  }

/** The intrinsic functions by the key that names them in a template. */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => refOf(argument, scope),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': chosen,
  'Fn::FindInMap': findInMap,
  'Fn::Cidr': cidr,
  'Fn::ImportValue': known((name, scope) => scope.exported(textOf(name))),
  'Fn::Base64': known((text) => base64(textOf(text))),
  'Fn::GetAZs': known((region, scope) => scope.zones(textOf(region || scope.pseudo['AWS::Region']))),
  'Fn::ToJsonString': known((value) => JSON.stringify(value)),
  'Fn::Length': known((value) => listOf('Fn::Length', value).length),
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
