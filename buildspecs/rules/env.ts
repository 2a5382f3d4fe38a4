import { instead } from '#model/nearest.ts'
import { type Findings, type GivenEntry, warning } from './given.ts'
import { keysOf, mapOf, type ValueRule, word, yesNo } from './shapes.ts'
import { exportedVariables, parameterStore, secretsManager, variables } from './variables.ts'

const shells = word('bash', '/bin/sh', 'powershell.exe', 'cmd.exe')

const shell: ValueRule = (entry) =>
  // What these name is there, but only the four words are documented.
  entry.value.is === 'text' && ['sh', '/bin/bash', 'powershell', 'cmd', 'pwsh'].includes(entry.value.text)
    ? warning('buildspec-word', entry.value.at, [
        `"shell" is "${entry.value.text}"`,
        'use bash, /bin/sh, powershell.exe or cmd.exe',
      ])
    : shells(entry)

const keys: Readonly<Record<string, ValueRule>> = {
  shell,
  variables,
  'parameter-store': parameterStore,
  'secrets-manager': secretsManager,
  'exported-variables': exportedVariables,
  'git-credential-helper': yesNo,
}

const batchKeys = ['compute-type', 'fleet', 'image', 'privileged-mode', 'type']

const other = (entry: GivenEntry, known: readonly string[]): Findings =>
  warning('buildspec-key-unknown', entry.at, [
    `nothing reads the key "${entry.key}"`,
    batchKeys.includes(entry.key)
      ? `set it in the project, or in the "env" of a build of "batch"`
      : /^[A-Z][A-Z0-9_]*$/.test(entry.key)
        ? 'move it below "variables"'
        : instead(entry.key, known),
  ])

/** The environment: its shell and its variables. AWS CodeBuild User Guide, "Build specification reference", env. */
export const env = mapOf((map) => keysOf(map, keys, other))
