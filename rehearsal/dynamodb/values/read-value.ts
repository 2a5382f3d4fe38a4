// From the wire to values: types, sets, numbers, nesting. What goes on from here is canonical.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
import { awsError } from '../../service.ts'
import { invalid, invalidValue } from '../refusal.ts'
import { type AttributeValue, type Item, type ValueType, valueTypes } from './attribute-value.ts'
import { canonicalNumber } from './decimal.ts'
import { sortedSet } from './sorted-set.ts'

const maxDepth = 32

/** A value that nests deeper than 32 levels, the attribute itself being the first. */
export const tooDeep = () =>
  invalid(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  )

/** Reads one value of a request. */
export const readValue = (given: unknown, depth = 1): AttributeValue => {
  const type = typeGiven(given)
  const member = (given as Readonly<Record<string, unknown>>)[type]
  if (depth > maxDepth) throw tooDeep()
  switch (type) {
    case 'S':
      return { S: text(member) }
    case 'N':
      return { N: canonicalNumber(text(member)) }
    case 'B':
      return { B: binary(member) }
    case 'SS':
      return sortedSet({ SS: distinct(members(member, 'SS').map(text), 'SS') })
    case 'NS':
      return sortedSet({
        NS: distinct(
          members(member, 'NS').map((one) => canonicalNumber(text(one))),
          'NS',
        ),
      })
    case 'BS':
      return sortedSet({ BS: distinct(members(member, 'BS').map(binary), 'BS') })
    case 'L':
      return { L: list(member).map((one) => readValue(one, depth + 1)) }
    case 'M':
      return { M: readItem(member, depth + 1) }
    case 'BOOL':
      if (typeof member !== 'boolean') throw unreadable(member, 'a Boolean')
      return { BOOL: member }
    case 'NULL':
      if (member !== true) throw invalidValue('Null attribute value types must have the value of true')
      return { NULL: true }
  }
}

/** Reads a map of values: an item, a key, the inside of a map. */
export const readItem = (given: unknown, depth = 1): Item => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw unreadable(given, 'a map')
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readValue(value, depth)]))
}

const typeGiven = (given: unknown): ValueType => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw unreadable(given, 'an AttributeValue')
  const types = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  const [first] = types
  if (!first || !valueTypes.includes(first[0] as ValueType)) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes')
  }
  if (types.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    )
  }
  return first[0] as ValueType
}

const unreadable = (given: unknown, wanted: string) =>
  awsError('SerializationException', `${JSON.stringify(given) ?? 'null'} can not be converted to ${wanted}`)

const text = (given: unknown): string => {
  if (typeof given !== 'string') throw unreadable(given, 'a String')
  return given
}

const binary = (given: unknown): string => {
  const bytes = Buffer.from(text(given), 'base64')
  const canonical = bytes.toString('base64')
  if (canonical !== given) throw unreadable(given, 'a Blob: it is no canonical base64')
  return canonical
}

const list = (given: unknown): readonly unknown[] => {
  if (!Array.isArray(given)) throw unreadable(given, 'a list')
  return given
}

const emptySets = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
} as const

const members = (given: unknown, type: 'SS' | 'NS' | 'BS'): readonly unknown[] => {
  const found = list(given)
  if (found.length === 0) throw invalidValue(emptySets[type])
  return found
}

const distinct = (found: readonly string[], type: 'SS' | 'NS' | 'BS'): readonly string[] => {
  if (new Set(found).size === found.length) return found
  if (type === 'NS') throw invalid('Input collection contains duplicates')
  throw invalidValue(`Input collection [${found.join(', ')}]${type === 'BS' ? 'of type BS ' : ' '}contains duplicates.`)
}
