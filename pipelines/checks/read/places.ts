import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Place } from '#model'
import type { Text } from './text.ts'

/** Where the value under some keys stands; the nearest key above it when it is not there. */
export type PlaceOf = (...keys: readonly (string | number)[]) => Place

/** Finds places in a YAML or JSON file. The file is read again only when someone asks. */
export const placesIn = ({ path, text }: Text): PlaceOf => {
  let read: ReturnType<typeof documentOf> | undefined
  return (...keys) => {
    read ??= documentOf(text)
    const { document, lines } = read
    for (let many = keys.length; many > 0; many--) {
      const offset = offsetOf(document, keys.slice(0, many))
      if (offset !== undefined) {
        const { line, col } = lines.linePos(offset)
        return { file: path, line, column: col }
      }
    }
    return { file: path }
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
