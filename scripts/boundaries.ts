// Which folder may import which: the one table behind test/boundaries.test.ts. Arrows point one way, and no file is
// part of a cycle, type-only imports included.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A rule: files that match `from` may import files that match one of `to`, and nothing else of the repository. */
interface Boundary {
  readonly from: RegExp
  readonly to: readonly RegExp[]
  /** True when built-in modules of Node are allowed. */
  readonly node: boolean
  /** Packages that only this folder may import. */
  readonly owns?: RegExp
}

/** In the order of the data: what stands lower may use what stands higher, never the other way round. The first match counts. */
export const boundaries: readonly Boundary[] = [
  { from: /^model\//, to: [/^model\//], node: false },
  { from: /^buildspecs\//, to: [/^model\//, /^buildspecs\//], node: false },
  { from: /^cfn\/analysis\//, to: [/^cfn\/analysis\//], node: false },
  { from: /^cfn\//, to: [/^model\//, /^cfn\//], node: true },
  { from: /^actions\/[^/]+\/action\.ts$/, to: [/^model\//], node: false },
  { from: /^actions\//, to: [/^model\//, /^pipelines\//, /^actions\//], node: true },
  { from: /^pipelines\/cloud\//, to: [/^model\//, /^pipelines\/cloud\//], node: false, owns: /^@aws-sdk\// },
  {
    from: /^pipelines\/(generate|plan|manifest|checks\/)/,
    to: [/^model\//, /^buildspecs\//, /^cfn\//, /^pipelines\/(?!cloud\/(?!cloud\.ts))/],
    node: false,
  },
  {
    from: /^pipelines\//,
    to: [/^model\//, /^buildspecs\//, /^cfn\//, /^pipelines\//, /^actions\/[^/]+\/action\.ts$/],
    node: true,
  },
  { from: /^rehearsal\//, to: [/^rehearsal\//, /^cfn\/analysis\//], node: true, owns: /^@aws-sdk\// },
  { from: /^app\//, to: [/^app\//], node: true },
  {
    from: /^scripts\//,
    to: [
      /^model\//,
      /^buildspecs\//,
      /^cfn\//,
      /^pipelines\//,
      /^actions\//,
      /^rehearsal\//,
      /^scripts\//,
      /^package\.json$/,
    ],
    node: true,
  },
  {
    from: /^launchway\.config\.ts$/,
    to: [/^model\//, /^cfn\/stacks\//, /^actions\/[^/]+\/action\.ts$/, /^app\/contract\.ts$/],
    node: false,
  },
]

/** One import of one file. `to` is a path of the repository, or a package. */
export interface Import {
  readonly from: string
  readonly to: string
  readonly line: number
}

const skipped = /(^|\/)(node_modules|dist|out|reports|golden|bench)(\/|$)|\.d\.ts$/

/** The TypeScript sources of the repository. */
export const sources = (root: string, folder = ''): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (skipped.test(path) || entry.name.startsWith('.')) return []
    if (entry.isDirectory()) return sources(root, path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })

const statement =
  /(?:^|[\s;])(?:import|export)\s[^'"`]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g

const imported: Readonly<Record<string, string>> = { launchway: 'model/index.ts', '#model': 'model/index.ts' }

const target = (from: string, specifier: string): string => {
  if (imported[specifier]) return imported[specifier]
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier
}

/** Every import of every source, type-only and lazy ones included. */
export const importsIn = (root: string, paths: readonly string[]): readonly Import[] =>
  paths.flatMap((from) => {
    const text = readFileSync(join(root, from), 'utf8')
    return [...text.matchAll(statement)].map((match) => ({
      from,
      to: target(from, match[1] ?? match[2] ?? match[3] ?? ''),
      line: text.slice(0, match.index).split('\n').length,
    }))
  })

const isLocal = (path: string) => /\.(tsx?|json|css)$/.test(path) && !path.startsWith('node:')

/** Imports that point the wrong way, as sentences. */
export const crossings = (imports: readonly Import[]): readonly string[] =>
  imports.flatMap(({ from, to, line }) => {
    const rule = boundaries.find((each) => each.from.test(from))
    if (!rule) return []
    const say = (why: string) => [`${from}:${line} imports ${to}: ${why}`]
    if (to.startsWith('node:')) return rule.node ? [] : say('this folder is pure; take what it needs as an argument')
    if (isLocal(to)) return rule.to.some((allowed) => allowed.test(to)) ? [] : say('this arrow points the wrong way')
    const owner = boundaries.filter((each) => each.owns?.test(to))
    return owner.length === 0 || owner.includes(rule) || /^app\//.test(from)
      ? []
      : say('only pipelines/cloud/ and rehearsal/ import this package')
  })

/** The imports that make a cycle, each cycle once, as the paths along it. */
export const cycles = (imports: readonly Import[]): readonly (readonly string[])[] => {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) if (isLocal(to)) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const found: string[][] = []
  const visit = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push([...trail.slice(at), path])
    if (at >= 0 || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}
