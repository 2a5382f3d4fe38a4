// One build's shell. Each command is a script of its own, as in CodeBuild; the working directory, the environment and
// unexported scalar variables carry over to the next one (arrays, functions and `set -e` do not).
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html, "Buildspec versions" of build-spec-ref
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assignments, quoted, unquoted } from './shell-variables.ts'
import type { Spawn } from './spawn.ts'

export interface ShellSession {
  /** Runs one command; resolves with its exit status. */
  readonly run: (command: string, extra: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<number>
  /** The exported and unexported variables as the last command left them. */
  readonly variables: () => Readonly<Record<string, string>>
  /** Ends whatever the commands left running. */
  readonly end: () => Promise<void>
}

export interface ShellOptions {
  readonly shell: 'sh' | 'bash'
  /** A directory for the session's own files. */
  readonly scratch: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly spawn: Spawn
  readonly onLine: (line: string) => void
  /** Version 0.1 buildspecs start every command afresh. */
  readonly isolated?: boolean
}

// The shell's own: readonly, or different in every process.
const own =
  /^(?:BASH.*|EUID|PPID|UID|SHELLOPTS|SHLVL|PWD|OLDPWD|OPTIND|OPTARG|OPTERR|DIRSTACK|GROUPS|FUNCNAME|HISTCMD|LINENO|PIPESTATUS|RANDOM|SRANDOM|SECONDS|EPOCH.*|IFS|PS1|PS2|PS4|HOSTTYPE|MACHTYPE|OSTYPE|_|_launchway_.*)$/

/** A shell whose state lives from command to command. */
export const shellSession = async (options: ShellOptions): Promise<ShellSession> => {
  const { scratch, shell } = options
  await mkdir(scratch, { recursive: true })
  const file = (name: string) => join(scratch, name)
  let restore = `cd ${quoted(options.cwd)}\n`
  let variables: Record<string, string> = { ...options.env }
  const ends: (() => Promise<void>)[] = []

  const remember = async () => {
    const read = (name: string) => readFile(file(name), 'utf8').catch(() => undefined)
    const [set, exported, cwd] = [await read('set'), await read('exports'), await read('cwd')]
    if (set === undefined || exported === undefined || cwd === undefined) return
    const names = new Set(assignments(exported).map((one) => one.name))
    const kept = assignments(set).filter((one) => one.quoted !== undefined && !own.test(one.name))
    variables = Object.fromEntries(kept.map((one) => [one.name, unquoted(one.quoted as string)]))
    const gone = Object.keys(options.env).filter((name) => !(name in variables) && !own.test(name))
    restore = [
      ...gone.map((name) => `unset ${name}`),
      ...kept.map((one) => `${names.has(one.name) ? 'export ' : ''}${one.name}=${one.quoted}`),
      `cd ${quoted(cwd.replace(/\n$/, ''))}`,
      '',
    ].join('\n')
  }

  return {
    run: async (command, extra, signal) => {
      await Promise.all(['set', 'exports', 'cwd'].map((name) => rm(file(name), { force: true })))
      const given = Object.entries(extra).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
      await writeFile(file('command'), `${command}\n`)
      // The trap also runs when the command says `exit` or fails under `set -e`.
      const save = [
        shell === 'bash' ? 'set +eux; set -o posix; ' : 'set +eux; ',
        `set >${quoted(file('set'))}; export -p >${quoted(file('exports'))}; pwd >${quoted(file('cwd'))}; `,
      ].join('')
      const trap = `_launchway_status=$?; ${save}exit $_launchway_status`
      await writeFile(
        file('run'),
        `${options.isolated ? `cd ${quoted(options.cwd)}\n` : restore}${given.join('')}trap ${quoted(trap)} EXIT\n. ${quoted(file('command'))}\n`,
      )
      const child = options.spawn({
        argv: [shell, file('run')],
        cwd: options.cwd,
        env: options.env,
        onLine: options.onLine,
        signal,
      })
      ends.push(child.end)
      const status = await child.exited
      if (!options.isolated) await remember()
      return status
    },
    variables: () => variables,
    end: async () => {
      await Promise.all(ends.map((end) => end()))
    },
  }
}
