// A step that is a process: a script, or a JavaScript action of the repository. Both get the same files to write to.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readFileCommands } from './file-commands.ts'
import type { JobState } from './job-state.ts'
import { StepFailure } from './refusal.ts'
import { readCommand } from './workflow-commands.ts'

const files = ['OUTPUT', 'ENV', 'PATH', 'STATE', 'STEP_SUMMARY'] as const

const hear = (state: JobState, line: string): void => {
  const command = readCommand(line)
  if (command?.kind === 'mask') {
    state.masks.add(command.text)
    return
  }
  if (command?.kind === 'annotation') {
    const { level, title, message, file, line: at } = command.annotation
    state.annotations.push(command.annotation)
    const place = file === undefined ? '' : ` ${file}${at === undefined ? '' : `:${at}`}`
    state.say(`${level}${place}${title === undefined ? '' : ` [${title}]`}: ${message}`)
    return
  }
  if (command?.kind === 'other') {
    if (command.name === 'group') state.say(command.text)
    return
  }
  state.say(line)
}

/** Runs a step's process and takes over what it wrote to its files. Gives its outputs; fails unless it exits with 0. */
export const runProcessStep = async (
  state: JobState,
  step: {
    readonly key: string
    readonly command: string
    readonly args: readonly string[]
    readonly cwd: string
    readonly env: Readonly<Record<string, string>>
  },
): Promise<Readonly<Record<string, string>>> => {
  const folder = join(state.places.temp, 'commands', step.key)
  await mkdir(folder, { recursive: true })
  const paths = Object.fromEntries(files.map((name) => [`GITHUB_${name}`, join(folder, name.toLowerCase())]))
  await Promise.all(Object.values(paths).map((path) => writeFile(path, '')))
  const { idToken, token } = state.admission
  const exit = await state.run({
    command: step.command,
    args: step.args,
    cwd: step.cwd,
    env: {
      ...state.env,
      ...step.env,
      ...paths,
      ...(idToken && { ACTIONS_ID_TOKEN_REQUEST_URL: idToken.url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: idToken.token }),
    },
    onLine: (line) => hear(state, line),
  })
  state.masks.add(token)
  const read = (name: (typeof files)[number]) => readFile(paths[`GITHUB_${name}`] as string, 'utf8')
  for (const [key, value] of readFileCommands(await read('ENV'))) state.env[key] = value
  const added = (await read('PATH')).split('\n').filter((each) => each !== '')
  if (added.length > 0) state.env.PATH = [...added.reverse(), state.env.PATH].join(':')
  state.summary += await read('STEP_SUMMARY')
  const outputs = Object.fromEntries(readFileCommands(await read('OUTPUT')))
  if (exit.code !== 0) throw new StepFailure(`Process completed with exit code ${exit.code ?? exit.signal}.`, outputs)
  return outputs
}
