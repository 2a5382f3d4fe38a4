// COPY and ADD: which files, and where they go.
// https://docs.docker.com/reference/dockerfile/#copy
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, link, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import picomatch from 'picomatch'
import { Refusal } from '../command-line.ts'
import type { ContextFile } from './build-context.ts'

const run = promisify(execFile)

/** One file of a copy: from a path on this machine to a path in the root file system. */
export interface CopiedFile {
  readonly from: string
  readonly to: string
  readonly file: ContextFile
}

export interface CopyRequest {
  readonly place: string
  readonly sources: readonly string[]
  /** As written: a trailing slash makes it a directory. */
  readonly destination: string
  readonly workingDirectory: string
  /** The directory that the sources are relative to, and all files in it. */
  readonly root: string
  readonly files: readonly ContextFile[]
  /** True when that path is already a directory in the image. */
  readonly isDirectory: (path: string) => boolean
}

const clean = (path: string) => posix.normalize(`/${path}`).replace(/^\/+|\/+$/g, '')

/** What a COPY takes and where it puts it, before anything is written. */
export const planCopy = (request: CopyRequest): readonly CopiedFile[] => {
  const { files, root, sources } = request
  const absolute = posix.resolve(request.workingDirectory || '/', request.destination)
  const target = clean(absolute)
  const names = new Map(files.map((file) => [file.path, file]))
  const found = sources.flatMap((source) => {
    const pattern = clean(source)
    if (!/[*?[]/.test(pattern)) {
      if (pattern === '' || names.has(pattern)) return [pattern]
      const message = `failed to calculate checksum of ref: "/${pattern}": not found (is it in .dockerignore?)`
      throw new Refusal(`${request.place}: ${message}`)
    }
    const matches = picomatch(pattern, { dot: true })
    const matched = files.filter((file) => matches(file.path)).map((file) => file.path)
    if (matched.length === 0) throw new Refusal(`${request.place}: no source files matching "${source}"`)
    return matched
  })
  const intoDirectory =
    /(?:^|\/)\.{0,2}$/.test(request.destination) || found.length > 1 || target === '' || request.isDirectory(target)
  return found.flatMap((path): readonly CopiedFile[] => {
    const entry = names.get(path)
    if (entry && entry.kind !== 'directory') {
      const to = intoDirectory ? posix.join(target, basename(path)) : target
      return [{ from: join(root, path), to, file: entry }]
    }
    const below = path === '' ? files : files.filter((file) => file.path.startsWith(`${path}/`))
    return below.map((file) => {
      const rest = path === '' ? file.path : file.path.slice(path.length + 1)
      return { from: join(root, file.path), to: posix.join(target, rest), file }
    })
  })
}

/** A hash over the paths, modes and contents of a copy: its part of the cache key. */
export const copyHash = async (files: readonly CopiedFile[]): Promise<string> => {
  const hash = createHash('sha256')
  for (const { from, to, file } of files) {
    hash.update(`${to}\0${file.kind}\0${(file.mode & 0o111) !== 0}\0`)
    if (file.kind === 'file')
      hash.update(
        createHash('sha256')
          .update(await readFile(from))
          .digest(),
      )
    if (file.kind === 'link') hash.update(await readlink(from))
  }
  return hash.digest('hex')
}

export interface CopyOptions {
  /** The mode of --chmod. */
  readonly mode: number | undefined
  /** True when the sources will not change any more: links to them are as good as copies. */
  readonly link: boolean
}

/** Writes a copy below a root. */
export const writeCopy = async (
  files: readonly CopiedFile[],
  rootfs: string,
  { mode, link: links }: CopyOptions,
): Promise<void> => {
  const directories = new Set(files.map(({ to, file }) => (file.kind === 'directory' ? to : dirname(to))))
  for (const path of directories) await mkdir(join(rootfs, path), { recursive: true })
  const write = async ({ from, to, file }: CopiedFile) => {
    const target = join(rootfs, to)
    if (file.kind === 'directory') return
    // Never into an existing file: it may be a link to another tree's.
    await rm(target, { recursive: true, force: true })
    if (file.kind === 'link') return symlink(await readlink(from), target)
    if (links && mode === undefined && (await linked(from, target))) return
    await copyFile(from, target)
    await chmod(target, mode ?? file.mode & 0o777)
  }
  for (let at = 0; at < files.length; at += 64) await Promise.all(files.slice(at, at + 64).map(write))
}

const linked = (from: string, to: string): Promise<boolean> =>
  link(from, to).then(
    () => true,
    () => false,
  )

/** Writes a here-document of a COPY. */
export const writeDocument = async (body: string, rootfs: string, path: string): Promise<void> => {
  const to = join(rootfs, clean(path))
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { force: true })
  await writeFile(to, body)
}

/** ADD of a local archive unpacks it. */
export const unpackArchive = async (from: string, rootfs: string, target: string): Promise<void> => {
  const into = join(rootfs, clean(target))
  await mkdir(into, { recursive: true })
  await run('tar', ['-xof', from, '-C', into])
}
