import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { readPlainYaml } from '#cfn/analysis/plain-yaml.ts'
import type { Place } from '#model'
import type { Text } from './text.ts'

/** Where the value under some keys stands; the nearest key above it when it is not there. */
export type PlaceOf = (...keys: readonly (string | number)[]) => Place

type Find = (keys: readonly (string | number)[]) => Omit<Place, 'file'> | undefined

/** Finds places in a YAML or JSON file. The file is read again only when someone asks. */
export const placesIn = ({ path, text }: Text): PlaceOf => {
  let find: Find | undefined
  return (...keys) => {
    find ??= findInPlain(text) ?? findInAny(text)
    for (let many = keys.length; many > 0; many--) {
      const place = find(keys.slice(0, many))
      if (place) return { file: path, ...place }
    }
    return { file: path }
  }
}

const findInPlain = (text: string): Find | undefined => {
  // Few places are asked for, of thousands that are noted: a list is made faster than it is searched.
  const noted: { readonly within: object; readonly key: string | number; readonly place: Omit<Place, 'file'> }[] = []
  const root = readPlainYaml(text, (within, key, place) => noted.push({ within, key, place }))
  if (root === undefined) return undefined
  return (keys) => {
    const within = keys.slice(0, -1).reduce<unknown>((value, key) => entryOf(value, key), root)
    const last = String(keys.at(-1))
    return noted.find((each) => each.within === within && String(each.key) === last)?.place
  }
}

const entryOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined

const findInAny = (text: string): Find => {
  const { document, lines } = documentOf(text)
  return (keys) => {
    const offset = offsetOf(document, keys)
    if (offset === undefined) return undefined
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
}

// Of a mapping's value, the place of its key: the value may begin on a later line.
const offsetOf = (document: Document, keys: readonly (string | number)[]): number | undefined => {
  const parent = keys.length > 1 ? document.getIn(keys.slice(0, -1), true) : document.contents
  const last = keys.at(-1)
  const node = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))?.key
    : document.getIn(keys, true)
  return isNode(node) ? node.range?.[0] : undefined
}

const documentOf = (text: string) => {
  const lines = new LineCounter()
  return { lines, document: parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false }) }
}
