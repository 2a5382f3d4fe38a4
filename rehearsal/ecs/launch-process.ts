// A container's process on this machine. Paths inside the image are found below its root file system; programs that the
// image takes from its base (node, sh) are those of this machine.
import { existsSync, mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import type { SpawnRequest } from '../processes/spawn-child.ts'
import type { Launch } from './ports.ts'

/** What starting a process takes. */
export type Spawn = (request: SpawnRequest) => {
  readonly pid: number
  readonly exited: Promise<{
    readonly code: number | null
    readonly signal: NodeJS.Signals | null
    readonly error?: NodeJS.ErrnoException
  }>
  readonly stop: (grace: number) => Promise<unknown>
}

const onPath = (program: string, path: string): boolean =>
  path.split(delimiter).some((directory) => existsSync(join(directory, program)))

const program = (command: string, rootfs: string, path: string): string => {
  if (!command.startsWith('/')) return command
  const inside = join(rootfs, command)
  const name = command.split('/').pop() ?? command
  return existsSync(inside) ? inside : onPath(name, path) ? name : command
}

/** Starts containers as processes: working directory and absolute paths are those of the image's root file system. */
export const launchProcess =
  (spawn: Spawn, hostPath: string): Launch =>
  ({ rootfs, workingDirectory, command, env, stopSignal, onLine }) => {
    const cwd = join(rootfs, workingDirectory)
    if (!existsSync(cwd)) mkdirSync(cwd, { recursive: true })
    const inside = (env.PATH ?? '')
      .split(':')
      .map((directory) => join(rootfs, directory))
      .filter(existsSync)
    const path = [...inside, hostPath].join(delimiter)
    const local = (text: string) => (text.startsWith('/') && existsSync(join(rootfs, text)) ? join(rootfs, text) : text)
    // The entry point script of the official Node image only decides whether to put `node` before the command.
    const words =
      /(^|\/)docker-entrypoint\.sh$/.test(command[0] ?? '') && !existsSync(join(rootfs, command[0] ?? ''))
        ? command.slice(1)
        : command
    const [first = '', ...args] = words
    const child = spawn({
      command: program(first, rootfs, path),
      args: args.map(local),
      cwd,
      env: { HOME: rootfs, ...env, PATH: path },
      stopSignal: (stopSignal in constants.signals ? stopSignal : 'SIGTERM') as NodeJS.Signals,
      onLine: (line) => onLine(line),
    })
    return {
      pid: child.pid,
      exited: child.exited.then(({ code, signal, error }) => {
        if (!error) return { exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0) }
        const reason = `CannotStartContainerError: exec: "${first}": ${error.code === 'ENOENT' ? 'executable file not found in $PATH' : error.message}`
        return { exitCode: undefined, reason }
      }),
      stop: (grace) => void child.stop(grace),
    }
  }
