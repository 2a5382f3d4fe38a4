import { type Given, type GivenMap, valueIn } from '#buildspecs/rules/given.ts'
import { phaseNames } from '#buildspecs/rules/phases.ts'
import { readFile } from '#buildspecs/rules/read.ts'
import type { Place } from '#model'
import { keepLast } from './keep.ts'
import type { Text } from './text.ts'

/** A text with its place. */
export interface Placed {
  readonly text: string
  readonly at: Place
}

/** What other files rely on in a buildspec. */
export interface ReadBuildspec extends Text {
  /** In the order in which they run. */
  readonly commands: readonly Placed[]
  readonly exports: readonly Placed[]
  /** What the artifact holds, base directory and discarded paths taken into account. */
  readonly files: readonly Placed[]
  /** The variables that it sets by itself. */
  readonly variables: readonly string[]
  /** The secrets and parameters that it names, by what reads them. */
  readonly secrets: readonly (Placed & { readonly from: 'secrets-manager' | 'parameter-store' })[]
}

const mapIn = (given: Given | undefined, key: string): GivenMap | undefined => {
  const value = given?.is === 'map' ? valueIn(given, key) : undefined
  return value?.is === 'map' ? value : undefined
}

const textsIn = (given: Given | undefined): readonly Placed[] => {
  const items = given?.is === 'list' ? given.items : given ? [given] : []
  return items.flatMap((item) => (item.is === 'text' ? [{ text: item.text, at: item.at }] : []))
}

const commandsOf = (root: Given | undefined): readonly Placed[] => {
  const phases = mapIn(root, 'phases')
  return phaseNames.flatMap((name) => {
    const phase = mapIn(phases, name)
    return phase ? ['commands', 'finally'].flatMap((key) => textsIn(valueIn(phase, key))) : []
  })
}

const filesOf = (root: Given | undefined): readonly Placed[] => {
  const artifacts = mapIn(root, 'artifacts')
  if (!artifacts) return []
  const discard = textsIn(valueIn(artifacts, 'discard-paths'))[0]?.text.toLowerCase()
  return textsIn(valueIn(artifacts, 'files')).map(({ text, at }) => ({
    text: discard === 'yes' || discard === 'true' ? (text.split('/').at(-1) ?? text) : text.replace(/^\.\//, ''),
    at,
  }))
}

/** Reads a buildspec as far as other files depend on it. What is wrong inside it is another check's matter. */
export const readBuildspec: (file: Text) => ReadBuildspec = keepLast(64, (file) => {
  const { given } = readFile(file)
  const env = mapIn(given, 'env')
  const named = ['variables', 'parameter-store', 'secrets-manager'].map((key) => mapIn(env, key))
  return {
    ...file,
    commands: commandsOf(given),
    exports: textsIn(env && valueIn(env, 'exported-variables')),
    files: filesOf(given),
    variables: named.flatMap((map) => map?.entries.map(({ key }) => key) ?? []),
    secrets: (['secrets-manager', 'parameter-store'] as const).flatMap((from) =>
      (mapIn(env, from)?.entries ?? []).flatMap(({ value }) => textsIn(value).map((each) => ({ ...each, from }))),
    ),
  }
})
