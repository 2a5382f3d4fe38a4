import { batchEnv, dynamicEnv, staticEnv } from './batch-env.ts'
import { checkDependencies, checkIdentifiers } from './batch-graph.ts'
import { describe, error, type Findings, type GivenEntry, valueIn } from './given.ts'
import { keysOf, mapOf, text, texts, trueFalse, twice, type ValueRule } from './shapes.ts'

const buildKeys: Readonly<Record<string, ValueRule>> = {
  identifier: text,
  buildspec: text,
  'debug-session': trueFalse,
  'ignore-failure': trueFalse,
  env: batchEnv,
}

const builds =
  (keys: Readonly<Record<string, ValueRule>>): ValueRule =>
  (entry) => {
    const { value } = entry
    if (value.is !== 'list' || value.items.length === 0)
      return error('buildspec-type', value.at, [
        `"${entry.key}" is ${value.is === 'list' ? 'an empty list' : describe(value)} where a list of builds belongs`,
        'begin each build with "- identifier: …"',
      ])
    return [
      ...value.items.flatMap((item) =>
        item.is === 'map'
          ? [...twice(item), ...keysOf(item, keys)]
          : error('buildspec-type', item.at, [
              `a build is ${describe(item)} where a mapping belongs`,
              'write it as "- identifier: …"',
            ]),
      ),
      ...checkIdentifiers(entry),
      ...checkDependencies(entry),
    ]
  }

const matrix = mapOf((map) =>
  keysOf(map, {
    static: mapOf((all) => keysOf(all, { 'ignore-failure': trueFalse, 'debug-session': trueFalse, env: staticEnv })),
    dynamic: mapOf((all) => keysOf(all, { buildspec: texts, env: dynamicEnv })),
  }),
)

const parallelism: ValueRule = (entry) =>
  entry.value.is === 'text' && /^[1-9]\d*$/.test(entry.value.text)
    ? []
    : error('batch-parallelism', entry.value.at, [
        `"parallelism" is ${describe(entry.value)}`,
        'give a whole number from 1',
      ])

const fanout = mapOf(
  (map, entry): Findings => [
    ...keysOf(map, {
      parallelism,
      'ignore-failure': trueFalse,
      buildspec: text,
      'debug-session': trueFalse,
      env: batchEnv,
    }),
    ...(valueIn(map, 'parallelism')
      ? []
      : error('batch-parallelism', entry.at, ['"build-fanout" has no parallelism', 'add parallelism: 2'])),
  ],
)

/** The keys of a batch that say what its builds are. */
export const batchKinds: Readonly<Record<string, ValueRule>> = {
  'build-list': builds(buildKeys),
  'build-graph': builds({ ...buildKeys, 'depend-on': texts }),
  'build-matrix': matrix,
  'build-fanout': fanout,
}

const kindFindings = (entry: GivenEntry, given: readonly string[]): Findings =>
  given.length === 1
    ? []
    : error('batch-kind', entry.at, [
        given.length === 0 ? 'the batch has no builds' : `the batch has ${given.join(' and ')}`,
        `give exactly one of ${Object.keys(batchKinds).join(', ')}`,
      ])

/** A batch. AWS CodeBuild User Guide, "Batch build buildspec reference". */
export const batch = mapOf((map, entry) => [
  ...keysOf(map, { 'fast-fail': trueFalse, ...batchKinds }),
  ...kindFindings(
    entry,
    Object.keys(batchKinds).filter((kind) => valueIn(map, kind)),
  ),
])
