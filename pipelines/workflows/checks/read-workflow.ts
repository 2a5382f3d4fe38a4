// A workflow file with the place of everything, as loosely as it may have been written: the checks must not trip over
// what the language service reports anyway.
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, type YAMLMap } from 'yaml'
import type { Place } from '#model'

/** A text of the file, and where each part of it stands. */
export interface Text {
  readonly text: string
  readonly at: Place
  /** The place of a part of the text, which is searched for in the source. */
  readonly placeOf: (part: string) => Place
  /** The keys from the root to this text. */
  readonly path: readonly string[]
}

/** A step with its texts. */
export interface ReadStep {
  readonly at: Place
  readonly id?: string
  readonly uses?: Text
  readonly run?: Text
  readonly shell?: Text
  readonly with: ReadonlyMap<string, Text>
  readonly texts: readonly Text[]
}

/** A job with its texts; `texts` leaves those of its steps out. */
export interface ReadJob {
  readonly id: string
  readonly at: Place
  readonly needs: readonly string[]
  readonly permissions?: Permissions
  readonly outputs: ReadonlyMap<string, Text>
  readonly shell?: Text
  readonly if?: Text
  readonly reuses: boolean
  readonly steps: readonly ReadStep[]
  readonly texts: readonly Text[]
}

/** `read-all`, `write-all`, or what each permission is. */
export type Permissions = string | Readonly<Record<string, unknown>>

/** A workflow file. */
export interface ReadWorkflow {
  readonly events: ReadonlySet<string>
  readonly permissions?: Permissions
  readonly shell?: Text
  readonly jobs: readonly ReadJob[]
  /** True when the text is no YAML, and the rest of this a guess. */
  readonly broken: boolean
}

/** Reads a workflow file. */
export const readWorkflow = (file: { readonly path: string; readonly text: string }): ReadWorkflow => {
  const lines = new LineCounter()
  const document = parseDocument(file.text, { lineCounter: lines })
  followAliases(document)
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file: file.path, line, column: col }
  }
  const placeOf = (node: unknown): Place => placeAt((node as Node | undefined)?.range?.[0] ?? 0)
  const textOf = (node: unknown, path: readonly string[]): Text | undefined => {
    if (!isScalar(node) || node.value === null || node.value === undefined) return undefined
    const [start, , end] = node.range ?? [0, 0, 0]
    return {
      text: String(node.value),
      at: placeAt(start),
      path,
      placeOf: (part) => {
        const found = file.text.slice(start, end).indexOf(part)
        return placeAt(found === -1 ? start : start + found)
      },
    }
  }
  const textsOf = (node: unknown, path: readonly string[], skip?: string): readonly Text[] => {
    const found: Text[] = []
    if (!isMap(node)) return found
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key)
      if (name === skip) continue
      visit(value as Node, {
        Scalar: (at, scalar, parents) => {
          const text = at === 'key' ? undefined : textOf(scalar, [...path, name, ...keysOf(parents)])
          if (text) found.push(text)
        },
      })
    }
    return found
  }
  const mapOf = (node: unknown, path: readonly string[]): ReadonlyMap<string, Text> =>
    new Map(
      (isMap(node) ? node.items : []).flatMap(({ key, value }) => {
        const text = textOf(value, path)
        return isScalar(key) && text ? [[String(key.value), text] as const] : []
      }),
    )
  const shellOf = (node: unknown): Text | undefined =>
    isMap(node) ? textOf(node.getIn(['defaults', 'run', 'shell'], true), ['shell']) : undefined

  const readStep = (node: YAMLMap): ReadStep => {
    const own = (key: string) => textOf(node.get(key, true), [key])
    const given = { id: own('id')?.text, uses: own('uses'), run: own('run'), shell: own('shell') }
    return {
      at: placeOf(node),
      ...(given.id !== undefined && { id: given.id }),
      ...(given.uses && { uses: given.uses }),
      ...(given.run && { run: given.run }),
      ...(given.shell && { shell: given.shell }),
      with: mapOf(node.get('with', true), ['with']),
      texts: textsOf(node, []),
    }
  }
  const readJob = (id: string, key: unknown, node: YAMLMap): ReadJob => {
    const needs = plain(node.get('needs', true))
    const permissions = plain(node.get('permissions', true)) as Permissions | undefined
    const steps = node.get('steps', true)
    const shell = shellOf(node)
    const condition = textOf(node.get('if', true), ['if'])
    return {
      id,
      at: placeOf(key),
      needs: (Array.isArray(needs) ? needs : needs === undefined ? [] : [needs]).map(String),
      ...(permissions !== undefined && permissions !== null && { permissions }),
      outputs: mapOf(node.get('outputs', true), ['outputs']),
      ...(shell && { shell }),
      ...(condition && { if: condition }),
      reuses: node.has('uses'),
      steps: isSeq(steps) ? steps.items.filter(isMap).map((each) => readStep(each)) : [],
      texts: textsOf(node, [], 'steps'),
    }
  }

  const root = document.contents
  const broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')
  if (!isMap(root)) return { events: new Set(), jobs: [], broken }
  const permissions = plain(root.get('permissions', true)) as Permissions | undefined
  const shell = shellOf(root)
  const jobs = root.get('jobs', true)
  return {
    broken,
    events: eventsOf(plain(root.get('on', true))),
    ...(permissions !== undefined && permissions !== null && { permissions }),
    ...(shell && { shell }),
    jobs: (isMap(jobs) ? jobs.items : []).flatMap(({ key, value }) =>
      isScalar(key) && isMap(value) ? [readJob(String(key.value), key, value)] : [],
    ),
  }
}

// GitHub reads anchors and aliases since 2025; an alias inside its own anchor would have no end.
// https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations#yaml-anchors-and-aliases
const followAliases = (document: Document): void => {
  visit(document, {
    Alias: (_, alias, parents) => {
      const target = alias.resolve(document)
      return target && !parents.includes(target) ? target : undefined
    },
  })
}

const plain = (node: unknown): unknown =>
  node === undefined || node === null
    ? undefined
    : isMap(node) || isSeq(node)
      ? node.toJSON()
      : isScalar(node)
        ? node.value
        : node

const keysOf = (parents: readonly unknown[]): readonly string[] =>
  parents.flatMap((each) =>
    typeof each === 'object' && each !== null && 'key' in each && isScalar(each.key) ? [String(each.key.value)] : [],
  )

const eventsOf = (on: unknown): ReadonlySet<string> => {
  if (typeof on === 'string') return new Set([on])
  if (Array.isArray(on)) return new Set(on.map(String))
  return new Set(typeof on === 'object' && on !== null ? Object.keys(on) : [])
}
