// Layers: what a step changed in a root file system, as a tar file named by its digest.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Descriptor, layerType } from '../../ecr/oci/image.ts'
import type { ImageStore } from './image-store.ts'

const run = promisify(execFile)

/** Every path below a root with a mark that changes when the file does. */
export type Snapshot = ReadonlyMap<string, string>

/** The state of a root file system; synchronous calls, because that is several times faster for many small files. */
export const snapshot = (root: string): Snapshot => {
  const found = new Map<string, string>()
  const enter = (at: string) => {
    for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
      const path = at ? `${at}/${entry.name}` : entry.name
      const { ino, size, mode, mtimeMs } = lstatSync(join(root, path))
      // A directory's times change with its entries, which are seen themselves.
      found.set(path, entry.isDirectory() ? `d${mode}` : `${ino}.${size}.${mode}.${mtimeMs}`)
      if (entry.isDirectory()) enter(path)
    }
  }
  enter('')
  return found
}

export interface Changes {
  /** Paths that are new or different, parents before children. */
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** What happened between two snapshots. */
export const changesBetween = (before: Snapshot, after: Snapshot): Changes => {
  const removed = [...before.keys()].filter((path) => !after.has(path))
  const gone = new Set(removed)
  return {
    changed: [...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path),
    removed: removed.filter((path) => !gone.has(dirname(path))),
  }
}

/** True when a file was changed in place that has more than one name: other trees that link to it have changed as well. */
export const wroteIntoShared = (root: string, before: Snapshot, after: Snapshot): boolean => {
  const inode = (mark: string | undefined) => mark?.split('.')[0]
  return [...after].some(([path, mark]) => {
    const old = before.get(path)
    if (old === mark || mark.startsWith('d') || inode(old) !== inode(mark)) return false
    return lstatSync(join(root, path)).nlink > 1
  })
}

const whiteoutOf = (path: string) => join(dirname(path), `.wh.${path.split('/').at(-1)}`)

/** Packs changes as a layer into the store; undefined when there are none. */
export const packLayer = async (store: ImageStore, root: string, changes: Changes): Promise<Descriptor | undefined> => {
  const { changed, removed } = changes
  if (changed.length === 0 && removed.length === 0) return undefined
  const work = join(store.directory, `layer-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const [whiteouts, list, file] = [join(work, 'whiteouts'), join(work, 'list'), join(work, 'layer.tar')]
  await mkdir(whiteouts, { recursive: true })
  const marks = removed.map(whiteoutOf)
  for (const mark of marks) {
    await mkdir(join(whiteouts, dirname(mark)), { recursive: true })
    await writeFile(join(whiteouts, mark), '')
  }
  await writeFile(list, changed.map((path) => `${path}\0`).join(''))
  const listed = ['--no-recursion', '--null', '-C', root, '-T', list]
  await run('tar', ['-cf', file, ...listed, ...(marks.length ? ['-C', whiteouts, ...marks] : [])])
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer)
  const digest = `sha256:${hash.digest('hex')}`
  const { size } = await stat(file)
  await rename(file, store.blob(digest))
  await rm(work, { recursive: true, force: true })
  return { mediaType: layerType, digest, size }
}
