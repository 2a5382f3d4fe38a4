// What an option ends up in: the resource types and the kinds of files of the generators that read it.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A source that writes something, and what it writes. */
export interface Generator {
  readonly text: string
  readonly writes: readonly string[]
}

const kinds: readonly (readonly [folder: string, writes: string])[] = [
  ['cfn/stacks', ''],
  ['buildspecs', 'buildspecs'],
  ['pipelines/codepipeline', 'AWS::CodePipeline::Pipeline'],
  ['pipelines/workflows', 'GitHub workflows'],
]

const typesIn = (text: string) => [...new Set([...text.matchAll(/'(AWS::\w+::\w+)'/g)].map((match) => match[1] ?? ''))]

/** The sources that generate files. One that only helps others writes what those write who import it. */
export const generatorsIn = (root: string): readonly Generator[] =>
  kinds.flatMap(([folder, writes]) => {
    const paths = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'))
    const texts = new Map(paths.map((name) => [join(folder, name), readFileSync(join(root, folder, name), 'utf8')]))
    return [...texts].map(([path, text]) => {
      if (writes) return { text, writes: [writes] }
      const own = typesIn(text)
      const importers = [...texts].filter(([from, source]) =>
        [...source.matchAll(/from '(\.[^']+)'/g)].some(
          (match) => normalize(join(dirname(from), match[1] ?? '')) === path,
        ),
      )
      return { text, writes: own.length > 0 ? own : [...new Set(importers.flatMap(([, source]) => typesIn(source)))] }
    })
  })

// What the sources call a value of a type.
const names: Readonly<Record<string, string>> = {
  BlueGreen: 'deploy',
  Canary: 'deploy',
  CodeDeploy: 'deploy',
  Delivery: 'd|delivery',
  Environment: 'e|environment',
  Func: 'func',
  Image: 'image',
  InfrastructurePipeline: 'choice',
  Linear: 'deploy',
  ReleasePipeline: 'choice',
  Rolling: 'deploy',
  Service: 'service|running',
  Vpc: 'network',
}

/** What reads an option of a type, by what it writes; nothing when that is half of everything. */
export const emitsOf = (
  generators: readonly Generator[],
  { type, option }: { readonly type: string; readonly option: string },
): readonly string[] => {
  const name = names[type] ?? `${type.charAt(0).toLowerCase()}${type.slice(1)}`
  const reads = new RegExp(
    `\\b(?:${name})\\.${option}\\b|\\{[^{}]*\\b${option}\\b[^{}]*\\} = (?:${name})\\b|\\{[^{}]*\\b${option}\\b[^{}]*\\}: ${type}\\b`,
  )
  const given = new RegExp(`\\bgiven\\.${option}\\b`)
  const takes = new RegExp(`\\bgiven: ${type}\\b`)
  const isRead = (text: string) => reads.test(text) || (takes.test(text) && given.test(text))
  const written = new Set(generators.filter(({ text }) => isRead(text)).flatMap(({ writes }) => writes))
  return written.size > 12 ? [] : [...written].sort()
}
