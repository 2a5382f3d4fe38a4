// The input of query protocol operations: a form whose names spell a path, `Tags.member.1.Key=…`.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
import type { Shape } from '../service.ts'

/** The input a form spells: lists for `.member.1` (or plain `.1`), objects otherwise. Every scalar is text. */
export const parseForm = (form: URLSearchParams): Shape => {
  const root: Tree = {}
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') put(root, name.split('.'), value)
  }
  return folded(root) as Shape
}

interface Tree {
  [key: string]: Tree | string
}

const put = (tree: Tree, path: readonly string[], value: string): void => {
  const [key = '', ...rest] = path
  if (!rest.length) {
    tree[key] = value
    return
  }
  const below = tree[key]
  const next = typeof below === 'object' ? below : {}
  tree[key] = next
  put(next, rest, value)
}

const folded = (tree: Tree | string): unknown => {
  if (typeof tree === 'string') return tree
  const keys = Object.keys(tree)
  const only = keys.length === 1 ? tree[keys[0] as string] : undefined
  if (keys[0] === 'member' && typeof only === 'object') return folded(only)
  if (keys[0] === 'entry' && typeof only === 'object') return mapOf(only)
  if (keys.length && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => folded(tree[key] as Tree))
  }
  return Object.fromEntries(keys.map((key) => [key, folded(tree[key] as Tree)]))
}

const mapOf = (entries: Tree): Shape =>
  Object.fromEntries(
    Object.values(entries).map((entry) => {
      const { key, value } = folded(entry) as Shape
      return [String(key), value]
    }),
  )

/** A list of an input, whether it is absent, empty (`Capabilities=`) or filled. */
export const listIn = <Item = string>(value: unknown): readonly Item[] =>
  Array.isArray(value) ? (value as Item[]) : []

/** A boolean of an input, in either protocol's form. */
export const flagIn = (value: unknown): boolean => value === true || value === 'true'
