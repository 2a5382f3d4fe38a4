import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobState } from './job-state.ts'
import { Refusal } from './refusal.ts'
import { runProcessStep } from './run-process-step.ts'

/**
 * What runs a script. Without a shell named it is bash without `pipefail`.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
const shells: Readonly<Record<string, readonly string[]>> = {
  '': ['bash', '-e'],
  bash: ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail'],
  sh: ['sh', '-e'],
}

/** Runs a `run` step. */
export const runScript = async (
  state: JobState,
  step: {
    readonly key: string
    readonly run: string
    readonly shell: string | undefined
    readonly in: string | undefined
    readonly env: Readonly<Record<string, string>>
  },
): Promise<Readonly<Record<string, string>>> => {
  const [command, ...args] = shells[step.shell ?? ''] ?? []
  if (command === undefined) throw new Refusal(`the local runner has no shell "${step.shell}"`, 'use bash or sh')
  const folder = join(state.places.temp, 'scripts')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${step.key}.sh`)
  await writeFile(file, step.run.endsWith('\n') ? step.run : `${step.run}\n`)
  return runProcessStep(state, {
    key: step.key,
    command,
    args: [...args, file],
    cwd: join(state.places.workspace, step.in ?? ''),
    env: step.env,
  })
}
