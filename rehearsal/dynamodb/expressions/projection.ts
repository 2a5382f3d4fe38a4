// ProjectionExpression: the parts of an item that are asked for.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.ts'
import type { Path } from './path.ts'
import { type PathTree, pathTree } from './path-tree.ts'
import type { Placeholders } from './placeholders.ts'
import { reader } from './reader.ts'

/** The paths of a ProjectionExpression. */
export const parseProjection = (expression: string, known: Placeholders): readonly Path[] => {
  const words = reader('ProjectionExpression', expression, known)
  const paths = [words.path()]
  while (words.take(',')) paths.push(words.path())
  words.end()
  pathTree(
    'ProjectionExpression',
    paths.map((path) => ({ path, leaf: true as const })),
  )
  return paths
}

/** The parts of an item at these paths; chosen elements of a list move together. */
export const project = (item: Item, paths: readonly Path[]): Item => {
  const tree = pathTree(
    'ProjectionExpression',
    paths.map((path) => ({ path, leaf: true as const })),
  )
  return partsOf(item, tree)
}

const partsOf = (item: Item, { children }: PathTree<true>): Item =>
  Object.fromEntries(
    [...children].flatMap(([name, child]) => {
      const value = attributeOf(item, String(name))
      const part = value && partOf(value, child)
      return part ? [[name, part]] : []
    }),
  )

const partOf = (value: AttributeValue, tree: PathTree<true>): AttributeValue | undefined => {
  if (tree.leaf) return value
  if ('M' in value) {
    const parts = partsOf(value.M, tree)
    return Object.keys(parts).length > 0 ? { M: parts } : undefined
  }
  if (!('L' in value)) return undefined
  const chosen = [...tree.children]
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([index, child]) => {
      const element = typeof index === 'number' ? value.L[index] : undefined
      const part = element && partOf(element, child)
      return part ? [part] : []
    })
  return chosen.length > 0 ? { L: chosen } : undefined
}
