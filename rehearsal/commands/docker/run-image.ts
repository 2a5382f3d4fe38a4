// `docker run`: a process from the unpacked image, with the image's environment and nothing of this machine's.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { imageName, isEcrHost } from '../../ecr/oci/image-name.ts'
import { imageProcess } from '../../ecr/oci/image-process.ts'
import { unpackLayer } from '../../ecr/oci/unpack-layer.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { type ImageStore, loadImage, mustFind } from './image-store.ts'
import { pull } from './registry-client.ts'

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const yes = { type: 'boolean' } as const
const options = {
  env: { ...texts, short: 'e' },
  'env-file': texts,
  workdir: { ...text, short: 'w' },
  entrypoint: text,
  rm: yes,
  interactive: { ...yes, short: 'i' },
  tty: { ...yes, short: 't' },
  init: yes,
  name: text,
  user: { ...text, short: 'u' },
  network: text,
  platform: text,
  publish: { ...texts, short: 'p' },
  pull: text,
} as const

/** Flags end at the image's name; what follows belongs to the command inside. */
const splitAtImage = (args: readonly string[]) => {
  const takesValue = (word: string) => {
    const [name] = word.replace(/^--?/, '').split('=')
    const found = Object.entries(options).find(
      ([long, option]) => long === name || ('short' in option && option.short === name),
    )
    return found?.[1].type === 'string' && !word.includes('=')
  }
  let at = 0
  while (at < args.length && args[at]?.startsWith('-')) at += takesValue(args[at] as string) ? 2 : 1
  return { flags: args.slice(0, at), image: args[at], command: args.slice(at + 1) }
}

/** The unpacked root file system of a stored image; unpacked once per image. */
const rootfsOf = async (
  store: ImageStore,
  image: { id: string; layers: readonly { digest: string }[] },
): Promise<string> => {
  const rootfs = join(store.directory, 'rootfs', image.id.slice(7, 23))
  if (existsSync(rootfs)) return rootfs
  const partial = `${rootfs}.${process.pid}`
  for (const one of ['tmp', 'root']) await mkdir(join(partial, one), { recursive: true })
  for (const layer of image.layers) await unpackLayer(store.blob(layer.digest), partial)
  await rename(partial, rootfs)
  return rootfs
}

const readEnvironment = async (values: { env?: string[]; 'env-file'?: string[] }, line: CommandLine) => {
  const files = await Promise.all((values['env-file'] ?? []).map((file) => readFile(resolve(line.cwd, file), 'utf8')))
  const lines = [...files.flatMap((file) => file.split(/\r?\n/)), ...(values.env ?? [])]
  const given: Record<string, string> = {}
  for (const one of lines) {
    if (!one.trim() || one.startsWith('#')) continue
    const at = one.indexOf('=')
    const [name, value] = at < 0 ? [one, line.env[one]] : [one.slice(0, at), one.slice(at + 1)]
    if (value !== undefined) given[name] = value
  }
  return given
}

/** Runs an image and gives the exit status of its process. */
export const runImage = async (store: ImageStore, args: readonly string[], line: CommandLine): Promise<number> => {
  const { flags, image, command } = splitAtImage(args)
  const values = (() => {
    try {
      return parseArgs({ args: flags, options }).values
    } catch (error) {
      const known = Object.keys(options)
        .map((name) => `--${name}`)
        .join(' ')
      throw new Refusal(`docker run: ${(error as Error).message}; known: ${known}`, 125)
    }
  })()
  if (!image) throw new Refusal('docker: "docker run" requires at least 1 argument: the image', 125)
  const known = await store.find(image)
  const stored =
    known ?? (isEcrHost(imageName(image).host) ? await pull(store, image, line) : await mustFind(store, image))
  const { manifest, config } = await loadImage(store, stored)
  const rootfs = await rootfsOf(store, { id: stored.id, layers: manifest.layers })
  const { argv, cwd, env } = imageProcess({
    config: config.config,
    rootfs,
    env: await readEnvironment(values, line),
    command,
    ...(values.entrypoint === undefined ? {} : { entrypoint: values.entrypoint ? [values.entrypoint] : [] }),
    ...(values.workdir === undefined ? {} : { workingDirectory: values.workdir }),
    hostPath: line.env.PATH ?? '/usr/bin:/bin',
  })
  const [file, ...rest] = argv
  if (!file) throw new Refusal(`docker: ${image} has no command: give one after the image's name`, 125)
  // The mark lets the rehearsal's watchdog find the process; the program inside does not look at it.
  const marks = Object.fromEntries(Object.entries(line.env).filter(([name]) => name.startsWith('LAUNCHWAY_')))
  const child = spawn(file, rest, { cwd, env: { ...marks, ...env }, stdio: ['inherit', 'inherit', 'inherit'] })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, forward)
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(new Refusal(`docker: cannot start "${file}": ${error.message}`, 127)))
    child.once('exit', (code, signal) => done(code ?? (signal === 'SIGKILL' ? 137 : 143)))
  })
}
