// The names and values that expressions refer to, and whether all of them were used.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
import type { Shape } from '../../service.ts'
import { invalid } from '../refusal.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import { readValue } from '../values/read-value.ts'
import type { ExpressionKind } from './tokens.ts'

/** What `#name` and `:value` stand for, shared by all expressions of one request. */
export interface Placeholders {
  readonly name: (kind: ExpressionKind, placeholder: string) => string
  readonly value: (kind: ExpressionKind, placeholder: string) => AttributeValue
  /** Refuses what no expression referred to. Called once every expression is parsed. */
  readonly assertUsed: () => void
}

/** Reads ExpressionAttributeNames and ExpressionAttributeValues. */
export const placeholders = (input: Shape, expressions: readonly ExpressionKind[]): Placeholders => {
  const names = entriesOf(input, { member: 'ExpressionAttributeNames', mark: '#', expressions })
  const values = entriesOf(input, { member: 'ExpressionAttributeValues', mark: ':', expressions })
  const read = new Map(
    values.map(([placeholder, value]) => {
      try {
        return [placeholder, readValue(value)]
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ValidationException') throw error
        throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${placeholder}`)
      }
    }),
  )
  const known = new Map(names.map(([placeholder, name]) => [placeholder, String(name)]))
  const unused = new Set([...known.keys(), ...read.keys()])
  return {
    name: (kind, placeholder) => {
      const found = known.get(placeholder)
      if (found !== undefined) {
        unused.delete(placeholder)
        return found
      }
      throw invalid(
        `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      )
    },
    value: (kind, placeholder) => {
      const found = read.get(placeholder)
      if (found) {
        unused.delete(placeholder)
        return found
      }
      throw invalid(
        `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      )
    },
    assertUsed: () => {
      for (const [mark, member] of [
        ['#', 'ExpressionAttributeNames'],
        [':', 'ExpressionAttributeValues'],
      ] as const) {
        const left = [...unused].filter((placeholder) => placeholder.startsWith(mark))
        if (left.length > 0) {
          throw invalid(`Value provided in ${member} unused in expressions: keys: {${left.join(', ')}}`)
        }
      }
    },
  }
}

interface Member {
  readonly member: 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  readonly mark: '#' | ':'
  readonly expressions: readonly ExpressionKind[]
}

const entriesOf = (input: Shape, { member, mark, expressions }: Member): readonly [string, unknown][] => {
  const given = input[member]
  if (given === undefined || given === null) return []
  if (expressions.every((kind) => input[kind] === undefined)) {
    const missing = expressions.length === 1 ? `: ${expressions[0]} is null` : ''
    throw invalid(`${member} can only be specified when using expressions${missing}`)
  }
  const entries = Object.entries(given)
  if (entries.length === 0) throw invalid(`${member} must not be empty`)
  for (const [key] of entries) {
    if (!new RegExp(`^${mark}[A-Za-z0-9_]+$`).test(key)) {
      throw invalid(`${member} contains invalid key: Syntax error; key: "${key}"`)
    }
  }
  return entries
}
