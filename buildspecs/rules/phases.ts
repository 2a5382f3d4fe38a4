import { commands } from './commands.ts'
import { entryIn, error, type Findings, type GivenEntry, type GivenMap, valueIn, warning } from './given.ts'
import { instead, nearest } from './nearest.ts'
import { onFailure } from './on-failure.ts'
import { runtimeVersions } from './runtimes.ts'
import { keysOf, mapOf, text, unknown, type ValueRule } from './shapes.ts'
import { steps, stepsBesideCommands } from './steps.ts'

/** The phases that a buildspec may have, in their order. AWS CodeBuild User Guide, "Build phase transitions". */
export const phaseNames = ['install', 'pre_build', 'build', 'post_build']

const phaseKeys: Readonly<Record<string, ValueRule>> = {
  'run-as': text,
  'on-failure': onFailure,
  commands,
  steps,
  finally: commands,
}

const misplacedRuntimes = (entry: GivenEntry): Findings =>
  error('buildspec-key-misplaced', entry.at, [
    '"runtime-versions" stands outside the install phase',
    'move it to phases.install.runtime-versions',
  ])

// A phase without commands that is not empty on purpose: the misspelt key is where they are.
const commandsOf = (map: GivenMap, entry: GivenEntry): Findings => {
  const has = (key: string) => valueIn(map, key) !== undefined
  if (has('commands') || has('steps') || (entry.key === 'install' && has('runtime-versions'))) return []
  const meant = map.entries.find((each) => nearest(each.key, ['commands']) !== undefined)
  if (meant)
    return error('commands-missing', meant.at, [
      `phase "${entry.key}" has "${meant.key}" and no "commands", so it does nothing`,
      'write "commands"',
    ])
  return warning('commands-missing', entry.at, [
    `phase "${entry.key}" has no commands`,
    has('finally') ? 'move the commands from "finally" to "commands"' : 'add "commands" or remove the phase',
  ])
}

const phase = mapOf((map, entry) => [
  ...keysOf(
    map,
    { ...phaseKeys, 'runtime-versions': entry.key === 'install' ? runtimeVersions : misplacedRuntimes },
    (other, known) => (nearest(other.key, ['commands']) && !entryIn(map, 'commands') ? [] : unknown(other, known)),
  ),
  ...commandsOf(map, entry),
  ...stepsBesideCommands(map, entry),
])

/** The phases: at least one, with the names that CodeBuild has. */
export const phases: ValueRule = (entry) => {
  if (entry.value.is === 'nothing' || (entry.value.is === 'map' && entry.value.entries.length === 0))
    return error('phases-missing', entry.at, ['"phases" is empty', 'add a phase: build: with commands: below it'])
  return mapOf((map) =>
    keysOf(map, Object.fromEntries(phaseNames.map((each) => [each, phase])), (other) =>
      error('phase-unknown', other.at, [`there is no phase "${other.key}"`, instead(other.key, phaseNames)]),
    ),
  )(entry)
}
