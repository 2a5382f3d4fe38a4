// Paths of one expression, joined at their common beginnings. None may be the beginning of another.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
import { invalid } from '../refusal.ts'
import { type Path, printPath } from './path.ts'
import type { ExpressionKind } from './tokens.ts'

/** The steps below one place, and what is to happen there. */
export interface PathTree<T> {
  readonly children: ReadonlyMap<string | number, PathTree<T>>
  readonly leaf?: T
}

interface Growing<T> {
  readonly children: Map<string | number, Growing<T>>
  /** A path that goes through here, for the refusal. */
  readonly through: Path
  leaf?: T
}

/** Joins paths, refusing those that overlap and those that take one place for a map and for a list. */
export const pathTree = <T>(kind: ExpressionKind, paths: readonly { readonly path: Path; readonly leaf: T }[]) => {
  const root: Growing<T> = { children: new Map(), through: ['root'] }
  for (const { path, leaf } of paths) {
    let node = root
    for (const step of path) {
      if (node.leaf !== undefined) throw clash(kind, 'overlap', [node.through, path])
      const [sibling] = node.children
      if (sibling && typeof sibling[0] !== typeof step) throw clash(kind, 'conflict', [sibling[1].through, path])
      const child = node.children.get(step) ?? { children: new Map(), through: path }
      node.children.set(step, child)
      node = child
    }
    if (node.leaf !== undefined || node.children.size > 0) throw clash(kind, 'overlap', [node.through, path])
    node.leaf = leaf
  }
  return root as PathTree<T>
}

const clash = (kind: ExpressionKind, verb: 'overlap' | 'conflict', [one, two]: readonly [Path, Path]) =>
  invalid(
    `Invalid ${kind}: Two document paths ${verb} with each other; must remove or rewrite one of these paths; path one: ${printPath(one)}, path two: ${printPath(two)}`,
  )
