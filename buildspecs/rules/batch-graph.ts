import { instead } from '#model/nearest.ts'
import { error, type Findings, type GivenEntry, type GivenMap, type GivenText, valueIn } from './given.ts'

/** The builds below `build-list` or `build-graph`. */
const buildsOf = (entry: GivenEntry): readonly GivenMap[] =>
  entry.value.is === 'list' ? entry.value.items.filter((each) => each.is === 'map') : []

const identifierOf = (build: GivenMap): GivenText | undefined => {
  const value = valueIn(build, 'identifier')
  return value?.is === 'text' ? value : undefined
}

/** Identifiers: letters, digits and underscores, each once. They become parts of names of environment variables. */
export const checkIdentifiers = (entry: GivenEntry): Findings => {
  const builds = buildsOf(entry)
  return builds.flatMap((build, at) => {
    const given = identifierOf(build)
    if (!given)
      return entry.key === 'build-graph'
        ? error('batch-identifier', build.at, [
            `build ${at + 1} of "build-graph" has no identifier`,
            'add "identifier"',
          ])
        : []
    if (!/^[A-Za-z0-9_]{1,128}$/.test(given.text))
      return error('batch-identifier', given.at, [
        `"${given.text}" cannot be an identifier`,
        `use letters, digits and "_": ${given.text.replace(/\W/g, '_')}`,
      ])
    return builds.slice(0, at).some((other) => identifierOf(other)?.text === given.text)
      ? error('batch-identifier', given.at, [
          `"${given.text}" is the identifier of an earlier build too`,
          'give this build another one',
        ])
      : []
  })
}

const dependenciesOf = (build: GivenMap): readonly GivenText[] => {
  const value = valueIn(build, 'depend-on')
  return (value?.is === 'list' ? value.items : [value]).filter((each) => each?.is === 'text')
}

/** Dependencies: on builds of the same graph, and never in a circle. */
export const checkDependencies = (entry: GivenEntry): Findings => {
  const builds = buildsOf(entry)
  const needs = new Map(
    builds.map((each) => [identifierOf(each)?.text ?? '', dependenciesOf(each).map(({ text }) => text)]),
  )
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (needs.get(from) ?? []).some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))),
    )
  return builds.flatMap((build) => {
    const own = identifierOf(build)?.text ?? ''
    return dependenciesOf(build).flatMap((each) => {
      if (!needs.has(each.text))
        return error('batch-dependency', each.at, [
          `build "${own}" waits for "${each.text}", which is no build of the graph`,
          instead(
            each.text,
            [...needs.keys()].filter((key) => key !== own),
          ),
        ])
      return each.text === own || reaches(each.text, own)
        ? error('batch-dependency', each.at, [
            `build "${own}" waits for "${each.text}", which waits for it`,
            'remove one dependency of the circle',
          ])
        : []
    })
  })
}
