import type { AttributeValue } from './attribute-value.ts'
import { sortable } from './sortable.ts'

type SetValue = Extract<AttributeValue, { SS: unknown } | { NS: unknown } | { BS: unknown }>

const inOrder = (members: readonly string[], read: (member: string) => AttributeValue): readonly string[] =>
  members
    .map((member) => [sortable(read(member)), member] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, member]) => member)

/** A set with its members in the order DynamoDB gives them: numbers by value, texts and binaries by their bytes. */
export const sortedSet = (value: SetValue): SetValue => {
  if ('SS' in value) return { SS: inOrder(value.SS, (S) => ({ S })) }
  if ('NS' in value) return { NS: inOrder(value.NS, (N) => ({ N })) }
  return { BS: inOrder(value.BS, (B) => ({ B })) }
}
