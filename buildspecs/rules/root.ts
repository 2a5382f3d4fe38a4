import { artifacts } from './artifacts.ts'
import { batch, batchKinds } from './batch.ts'
import { cache } from './cache.ts'
import { env } from './env.ts'
import { entryIn, error, type Findings, type GivenEntry, type GivenMap } from './given.ts'
import { phaseNames, phases } from './phases.ts'
import { reports } from './reports.ts'
import { anything, keysOf, mapOf, text, twice, unknown, type ValueRule, yesNo } from './shapes.ts'
import { versionOf } from './version.ts'

const keys: Readonly<Record<string, ValueRule>> = {
  version: anything,
  'run-as': text,
  env,
  proxy: mapOf((map) => keysOf(map, { 'upload-artifacts': yesNo, logs: yesNo })),
  batch,
  phases,
  reports,
  artifacts,
  cache,
}

// What people write one level too high or too low, and where it belongs.
const places: Readonly<Record<string, string>> = {
  ...Object.fromEntries(phaseNames.map((name) => [name, `phases.${name}`])),
  ...Object.fromEntries([...Object.keys(batchKinds), 'fast-fail'].map((name) => [name, `batch.${name}`])),
  variables: 'env.variables',
  'parameter-store': 'env.parameter-store',
  'secrets-manager': 'env.secrets-manager',
  'exported-variables': 'env.exported-variables',
  'git-credential-helper': 'env.git-credential-helper',
  shell: 'env.shell',
  'runtime-versions': 'phases.install.runtime-versions',
  commands: 'phases.build.commands',
  finally: 'phases.build.finally',
  'on-failure': 'phases.build.on-failure',
  files: 'artifacts.files',
  'base-directory': 'artifacts.base-directory',
  'discard-paths': 'artifacts.discard-paths',
  'secondary-artifacts': 'artifacts.secondary-artifacts',
  paths: 'cache.paths',
  environment_variables: 'env.variables',
}

const other = (entry: GivenEntry, known: readonly string[]): Findings => {
  const place = Object.hasOwn(places, entry.key) ? places[entry.key] : undefined
  return place
    ? error('buildspec-key-misplaced', entry.at, [
        `nothing reads the key "${entry.key}" at the top of the file`,
        `move what is below it to ${place}`,
      ])
    : unknown(entry, known)
}

// Version 0.1 called its variables differently.
const plaintext = mapOf((map) => map.entries.flatMap((each) => mapOf((all) => all.entries.flatMap(text))(each)))

/** The whole file: its keys, and that it has something to run. */
export const checkRoot = (root: GivenMap): Findings => [
  ...twice(root),
  ...keysOf(root, versionOf(root) === '0.1' ? { ...keys, environment_variables: plaintext } : keys, other),
  ...(entryIn(root, 'phases') || entryIn(root, 'batch')
    ? []
    : error('phases-missing', root.at, ['there are no phases', 'add "phases" with the commands of the build'])),
]
