// RUN: a command as a process of this machine, in the root file system's directory.
// https://docs.docker.com/reference/dockerfile/#run
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { createInterface } from 'node:readline'
import type { ContainerConfig } from '../../ecr/oci/image.ts'
import { commandInRootfs, environmentOf, inRootfs, pathOf, programIn } from '../../ecr/oci/image-process.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import type { Instruction } from './dockerfile.ts'
import { jsonArray } from './expand.ts'

export interface RunRequest {
  readonly instruction: Instruction
  readonly rootfs: string
  readonly config: ContainerConfig
  readonly args: Readonly<Record<string, string>>
  readonly shell: readonly string[]
  /** A directory that outlives the build: cache mounts. */
  readonly cache: string
  readonly scratch: string
  readonly context: string
  readonly stageRoot: (name: string) => Promise<string>
  readonly secrets: Readonly<Record<string, string>>
  readonly line: CommandLine
  readonly onLine: (line: string) => void
}

const packageManagers = /(?:^|[\n;&|(]\s*|\b(?:then|do|else|sudo)\s+)(apt-get|apt|apk|yum|dnf|microdnf|dpkg|rpm)\s/

/** Refuses what needs the base image's own operating system. */
export const refuseSystemPackages = ({ text, documents, line }: Instruction): void => {
  const manager = packageManagers.exec([text, ...documents.map((one) => one.body)].join('\n'))?.[1]
  if (!manager) return
  const why = 'the local build runs on this machine without the base image, so it has no system packages to install'
  throw new Refusal(
    `Dockerfile:${line}: RUN ${manager}: ${why}; install a container engine to build this Dockerfile, or move the package into the base image`,
  )
}

// Users of the image do not exist on this machine; they are recorded, not made.
const shims = ['chown', 'chgrp', 'adduser', 'addgroup', 'useradd', 'groupadd', 'usermod']

const installShims = async (directory: string): Promise<string> => {
  await mkdir(directory, { recursive: true })
  for (const name of shims) {
    await writeFile(join(directory, name), '#!/bin/sh\nexit 0\n')
    await chmod(join(directory, name), 0o755)
  }
  return directory
}

const optionsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(',').map((part) => [part.split('=')[0], part.split('=').slice(1).join('=') || 'true']))

/** Puts the mounts of a RUN in place; gives a function that takes them away again. */
const mount = async (
  request: RunRequest,
): Promise<{ readonly end: () => Promise<void>; readonly env: Record<string, string> }> => {
  const { instruction, rootfs } = request
  const mounted: string[] = []
  const env: Record<string, string> = {}
  for (const { name, value } of instruction.flags) {
    if (name !== 'mount') continue
    const options = optionsOf(value)
    const type = options.type ?? 'bind'
    const id = options.id ?? options.target ?? options.dst ?? options.destination ?? ''
    const target = options.target ?? options.dst ?? options.destination ?? `/run/secrets/${id}`
    const inside = join(rootfs, posix.resolve(request.config.WorkingDir || '/', target))
    await mkdir(dirname(inside), { recursive: true })
    const place = `Dockerfile:${instruction.line}: --mount=${value}`
    if (type === 'cache') {
      const kept = join(request.cache, createHash('sha256').update(id).digest('hex').slice(0, 16))
      await mkdir(kept, { recursive: true })
      if (await lstat(inside).catch(() => undefined)) await rm(inside, { recursive: true })
      await symlink(kept, inside)
      if (target === '/root/.npm') env.npm_config_cache = kept
    } else if (type === 'secret') {
      const file = request.secrets[id]
      if (file === undefined && options.required !== 'true') continue
      if (file === undefined) throw new Refusal(`${place}: secret ${id} not found: pass --secret id=${id},src=<file>`)
      await writeFile(inside, file)
    } else if (type === 'bind') {
      const root = options.from ? await request.stageRoot(options.from) : request.context
      const source = join(root, options.source ?? options.src ?? '.')
      const existing = await lstat(source).catch(() => undefined)
      if (!existing) throw new Refusal(`${place}: "${options.source}" not found`)
      if (await lstat(inside).catch(() => undefined)) continue
      await (existing.isDirectory() ? symlink(source, inside) : copyFile(source, inside))
    } else if (type === 'tmpfs') await mkdir(inside, { recursive: true })
    else throw new Refusal(`${place}: the local build knows the mount types cache, bind, secret and tmpfs`)
    mounted.push(inside)
  }
  return {
    env,
    end: async () => {
      for (const path of mounted) await rm(path, { recursive: true, force: true })
    },
  }
}

/** The npm settings and marks that a process started by a build inherits; nothing else of this machine's environment. */
const inherited = (env: CommandLine['env']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined &&
        /^(?:npm_config_|LAUNCHWAY_|(?:https?|no)_proxy$|NODE_EXTRA_CA_CERTS$|TMPDIR$|LANG$)/i.test(entry[0]),
    ),
  )

/** Runs the instruction; a non-zero exit is refused in Docker's words. */
export const runStep = async (request: RunRequest): Promise<void> => {
  const { instruction, rootfs, config, line } = request
  refuseSystemPackages(instruction)
  const exec = jsonArray(instruction.text)
  const document = instruction.documents[0]?.body
  const text = document !== undefined && /^<</.test(instruction.text) ? document : instruction.text
  const argv = exec
    ? exec.map((word, index) => (index === 0 ? programIn : inRootfs)(rootfs, word))
    : [...request.shell, commandInRootfs(rootfs, text, { ...request.args, ...environmentOf(config.Env) })]
  const mounts = await mount(request)
  const shimPath = await installShims(join(request.scratch, 'shims'))
  const image = environmentOf(config.Env)
  const env = {
    npm_config_cache: join(request.scratch, 'npm-cache'),
    ...mounts.env,
    // A package cache that the build was given counts more than the mount: it is filled, and may be all there is.
    ...inherited(line.env),
    HOME: join(rootfs, 'root'),
    npm_config_prefix: join(rootfs, 'usr/local'),
    npm_config_update_notifier: 'false',
    ...request.args,
    ...image,
    PATH: `${shimPath}:${pathOf(rootfs, image.PATH, line.env.PATH ?? '/usr/bin:/bin')}`,
  }
  const cwd = join(rootfs, config.WorkingDir || '/')
  await mkdir(cwd, { recursive: true })
  try {
    const [file = 'true', ...rest] = argv
    const child = spawn(file, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', request.onLine)
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(new Refusal(`Dockerfile:${instruction.line}: ${error.message}`)))
      child.once('close', (code) => resolve(code ?? 1))
    })
    if (status !== 0) {
      const command = exec ? exec.join(' ') : `${request.shell.join(' ')} ${instruction.text}`
      throw new Refusal(
        `Dockerfile:${instruction.line}\nERROR: failed to solve: process "${command}" did not complete successfully: exit code: ${status}`,
      )
    }
  } finally {
    await mounts.end()
  }
}
