import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { fill, type Scope } from './expression.ts'
import type { JobState } from './job-state.ts'
import { Refusal, StepFailure } from './refusal.ts'
import { runProcessStep } from './run-process-step.ts'

interface Metadata {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly runs?: { readonly using?: string; readonly main?: string; readonly pre?: string; readonly post?: string }
}

const readMetadata = async (folder: string, uses: string): Promise<Metadata> => {
  const found = ['action.yml', 'action.yaml'].map((name) => join(folder, name)).find((path) => existsSync(path))
  if (!found)
    throw new StepFailure(
      `Can't find 'action.yml' or 'action.yaml' under '${folder}'. Did you forget to run actions/checkout before running your local action?`,
    )
  const metadata = (parse(await readFile(found, 'utf8')) ?? {}) as Metadata
  const { using = '', pre, post } = metadata.runs ?? {}
  if (!/^node\d+$/.test(using))
    throw new Refusal(`${uses}: the local runner runs JavaScript actions only, not "${using}"`, 'run it on GitHub')
  if (pre !== undefined || post !== undefined)
    throw new Refusal(`${uses}: the local runner runs neither "pre" nor "post" of an action`, 'run it on GitHub')
  return metadata
}

/** The name a JavaScript action reads an input under: spaces become underscores, hyphens stay. */
const variableOf = (input: string): string => `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`

/** Runs an action of the repository itself with the Node of this machine, by the protocol of the real runner. */
export const runLocalAction = async (
  state: JobState,
  step: {
    readonly key: string
    readonly uses: string
    readonly with: Readonly<Record<string, string>>
    readonly env: Readonly<Record<string, string>>
    readonly scope: Scope
  },
): Promise<Readonly<Record<string, string>>> => {
  const folder = join(state.places.workspace, step.uses)
  const metadata = await readMetadata(folder, step.uses)
  const declared = Object.keys(metadata.inputs ?? {})
  const unknown = Object.keys(step.with).filter((key) => !declared.includes(key))
  if (unknown.length > 0)
    state.say(`warning: Unexpected input(s) '${unknown.join("', '")}', valid inputs are ['${declared.join("', '")}']`)
  const inputs = Object.fromEntries(
    Object.entries(metadata.inputs ?? {}).flatMap(([key, input]) => {
      const fallback = input?.default === undefined ? undefined : fill(String(input.default), step.scope)
      const given = step.with[key] ?? fallback
      return given === undefined ? [] : [[variableOf(key), given] as const]
    }),
  )
  const { using, main = 'index.js' } = metadata.runs ?? {}
  state.say(`${step.uses} asks for ${using}; it runs with the Node of this machine`)
  return runProcessStep(state, {
    key: step.key,
    command: 'node',
    args: [join(folder, main)],
    cwd: state.places.workspace,
    env: { ...step.env, ...inputs, GITHUB_ACTION: step.key, GITHUB_ACTION_PATH: folder },
  })
}
