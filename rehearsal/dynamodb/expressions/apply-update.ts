// An UpdateExpression done to an item. Every operand is read from the item as it was before.
import { invalid } from '../refusal.ts'
import { type AttributeValue, attributeOf, type Item, typeOf } from '../values/attribute-value.ts'
import { add, subtract } from '../values/decimal.ts'
import { sortedSet } from '../values/sorted-set.ts'
import { valueAt } from './path.ts'
import { type PathTree, pathTree } from './path-tree.ts'
import type { Action, SetValue } from './update.ts'

/** The item after the update; the given one stays as it is. */
export const applyUpdate = (actions: readonly Action[], item: Item): Item => {
  const leaves = actions.map((action) => ({ path: action.path, leaf: { value: outcomeOf(action, item) } }))
  return changedMap(item, pathTree('UpdateExpression', leaves))
}

interface Outcome {
  /** Undefined takes away what is there. */
  readonly value: AttributeValue | undefined
}

const wrongType = () => invalid('An operand in the update expression has an incorrect data type')

const outcomeOf = (action: Action, item: Item): AttributeValue | undefined => {
  if (action.kind === 'SET') return evaluate(action.to, item)
  if (action.kind === 'REMOVE') return undefined
  const now = valueAt(item, action.path)
  return action.kind === 'ADD' ? added(now, action.value) : without(now, action.value)
}

const evaluate = (given: SetValue, item: Item): AttributeValue => {
  switch (given.kind) {
    case 'value':
      return given.value
    case 'path': {
      const value = valueAt(item, given.path)
      if (value) return value
      throw invalid('The provided expression refers to an attribute that does not exist in the item')
    }
    case 'if_not_exists':
      return valueAt(item, given.path) ?? evaluate(given.otherwise, item)
    case 'list_append': {
      const [left, right] = [evaluate(given.left, item), evaluate(given.right, item)]
      if (!('L' in left) || !('L' in right)) throw wrongType()
      return { L: [...left.L, ...right.L] }
    }
    default: {
      const [left, right] = [evaluate(given.left, item), evaluate(given.right, item)]
      if (!('N' in left) || !('N' in right)) throw wrongType()
      return { N: given.kind === '+' ? add(left.N, right.N) : subtract(left.N, right.N) }
    }
  }
}

const union = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])]

const added = (now: AttributeValue | undefined, value: AttributeValue): AttributeValue => {
  if (now === undefined) return value
  if ('N' in now && 'N' in value) return { N: add(now.N, value.N) }
  if ('SS' in now && 'SS' in value) return sortedSet({ SS: union(now.SS, value.SS) })
  if ('NS' in now && 'NS' in value) return sortedSet({ NS: union(now.NS, value.NS) })
  if ('BS' in now && 'BS' in value) return sortedSet({ BS: union(now.BS, value.BS) })
  throw wrongType()
}

const difference = (a: readonly string[], b: readonly string[]): readonly string[] =>
  a.filter((one) => !b.includes(one))

// A set that loses its last member goes away: there are no empty sets.
const without = (now: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined => {
  if (now === undefined) return undefined
  if (typeOf(now) !== typeOf(value)) throw wrongType()
  const left =
    'SS' in now && 'SS' in value
      ? { SS: difference(now.SS, value.SS) }
      : 'NS' in now && 'NS' in value
        ? { NS: difference(now.NS, value.NS) }
        : 'BS' in now && 'BS' in value
          ? { BS: difference(now.BS, value.BS) }
          : undefined
  if (!left) throw wrongType()
  return Object.values(left)[0]?.length ? left : undefined
}

const changedMap = (item: Item, { children }: PathTree<Outcome>): Item => {
  const changed = new Map(Object.entries(item))
  for (const [step, child] of children) {
    const name = String(step)
    const value = changedValue(attributeOf(item, name), child)
    if (value === undefined) changed.delete(name)
    else changed.set(name, value)
  }
  return Object.fromEntries(changed)
}

const changedValue = (now: AttributeValue | undefined, tree: PathTree<Outcome>): AttributeValue | undefined => {
  if (tree.leaf) return tree.leaf.value
  const [step] = tree.children.keys()
  if (now && 'M' in now && typeof step === 'string') return { M: changedMap(now.M, tree) }
  if (now && 'L' in now && typeof step === 'number') return { L: changedList(now.L, tree) }
  throw invalid('The document path provided in the update expression is invalid for update')
}

// What is set beyond the end is appended, in the order of the positions; what is removed closes up at the end.
const changedList = (list: readonly AttributeValue[], { children }: PathTree<Outcome>): readonly AttributeValue[] => {
  const changed: (AttributeValue | undefined)[] = [...list]
  const appended: (AttributeValue | undefined)[] = []
  for (const [step, child] of [...children].sort(([a], [b]) => Number(a) - Number(b))) {
    const position = Number(step)
    const value = changedValue(list[position], child)
    if (position < list.length) changed[position] = value
    else appended.push(value)
  }
  return [...changed, ...appended].filter((value) => value !== undefined)
}
