// A container of an image, as a process on this machine: its paths lead into the unpacked root file system.
import { existsSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import type { ContainerConfig } from './image.ts'

export interface ProcessRequest {
  readonly config: ContainerConfig
  readonly rootfs: string
  readonly env: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly workingDirectory?: string
  /** This machine's PATH; programs that the image would have from its base are found there. */
  readonly hostPath: string
}

export interface ImageProcess {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

// These stay the machine's: the image's base would have them, and the stand-in for a base is empty.
const machine = /^\/(?:dev|proc|sys)(?:\/|$)/
const program = /^\/(?:usr\/(?:local\/)?)?s?bin\//

/** Where an absolute path of the image lies on this machine; other words are returned as they are. */
export const inRootfs = (rootfs: string, word: string): string =>
  word.startsWith('/') && !machine.test(word) ? join(rootfs, word) : word

/** The program a command names: the image's own, or this machine's in place of one that the base image has. */
export const programIn = (rootfs: string, word: string): string => {
  const inside = inRootfs(rootfs, word)
  if (!program.test(word) || existsSync(inside)) return inside
  return existsSync(word) ? word : basename(word)
}

const beforeCommand = /(?:^|[\n;&|(`]|\b(?:exec|env|then|do|else|if|while)|!)\s*$/

/** A command in which variables that hold absolute paths are written out where a word begins: `rm -rf $APP`. */
const withPaths = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(
    /(^|[\s(;&|<>`])("?)\$(?:\{(\w+)\}|(\w+))/g,
    (all, before: string, quote: string, long?: string, short?: string) => {
      const value = values[long ?? short ?? ''] ?? ''
      return value.startsWith('/') ? before + quote + value : all
    },
  )

/** A shell command whose words that are absolute paths lead into the root file system. */
export const commandInRootfs = (
  rootfs: string,
  given: string,
  values: Readonly<Record<string, string>> = {},
): string => {
  const text = withPaths(given, values)
  return text.replace(
    /(^|[\s=(;&|<>`,])(["']?)(\/[^\s'"();&|<>`,]*)/g,
    (_, before: string, quote: string, path: string, offset: number) => {
      // Only a program to run may be this machine's: `rm /usr/local/bin/npm` must not reach it.
      const isCommand = beforeCommand.test(text.slice(0, offset) + before)
      return before + quote + (isCommand ? programIn(rootfs, path) : inRootfs(rootfs, path))
    },
  )
}

/** `NAME=value` lines as an object. */
export const environmentOf = (lines: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))

/** PATH with the image's own directories first and this machine's last. */
export const pathOf = (rootfs: string, imagePath: string | undefined, hostPath: string): string => {
  const own = (imagePath ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':').filter(Boolean)
  return [...own.map((directory) => join(rootfs, directory)), hostPath].join(delimiter)
}

/** The arguments, directory and environment of a container's process. */
export const imageProcess = (request: ProcessRequest): ImageProcess => {
  const { config, rootfs } = request
  const entrypoint = request.entrypoint ?? config.Entrypoint ?? []
  // Docker drops the image's CMD when the entry point is replaced.
  const command = request.command?.length ? request.command : request.entrypoint ? [] : (config.Cmd ?? [])
  const image = Object.entries(environmentOf(config.Env)).map(([name, value]) => {
    // `CERTS=/app/certs` is a path when the image has it; `BASE_PATH=/api` is not one.
    const isPath = name !== 'PATH' && value.length > 1 && value.startsWith('/') && existsSync(join(rootfs, value))
    return [name, isPath ? inRootfs(rootfs, value) : value] as const
  })
  const given: Record<string, string> = { ...Object.fromEntries(image), ...request.env }
  const words = [...entrypoint, ...command]
  const isScript = (index: number) =>
    words[index - 1] === '-c' && /(?:^|\/)(?:ba|da|a)?sh$/.test(words[index - 2] ?? '')
  return {
    argv: words.map((word, index) => {
      if (isScript(index)) return commandInRootfs(rootfs, word)
      return index === 0 ? programIn(rootfs, word) : inRootfs(rootfs, word)
    }),
    cwd: join(rootfs, request.workingDirectory ?? (config.WorkingDir || '/')),
    env: { HOME: join(rootfs, 'root'), ...given, PATH: pathOf(rootfs, given.PATH, request.hostPath) },
  }
}
