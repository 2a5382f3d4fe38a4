import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { fault } from '#model'
import type { Package } from './manifest.ts'

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const namesIn = (folder: string, below = ''): readonly string[] =>
  readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name
    return entry.isDirectory() ? namesIn(folder, path) : [path]
  })

const filesIn = (root: string, folder: string): readonly (readonly [path: string, bytes: Uint8Array])[] => {
  try {
    return [...namesIn(join(root, folder))].sort(compare).map((path) => [path, readFileSync(join(root, folder, path))])
  } catch (cause) {
    throw fault({
      at: folder,
      code: 'function-without-code',
      says: 'this folder of a function cannot be read',
      fix: 'build the function, or give the folder of its files: func(…, { source })',
      cause,
    })
  }
}

// The hash is of the files, not of the archive: the same files have the same name whatever packed them.
const hashOf = (files: ReturnType<typeof filesIn>): string => {
  const hash = createHash('sha256')
  for (const [path, bytes] of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex')
}

// The oldest time an archive can hold, so that the same files give the same bytes.
const time = new Date(1980, 0, 1)

/** Packages a folder below the root: its files as they lie there, in one archive that Lambda takes. */
export const packFolder =
  (root: string) =>
  (folder: string): Package => {
    const files = filesIn(root, folder)
    if (files.length === 0)
      throw fault({
        at: folder,
        code: 'function-without-code',
        says: 'this folder of a function is empty',
        fix: 'build the function, or give the folder of its files: func(…, { source })',
      })
    return { hash: hashOf(files), bytes: zipSync(Object.fromEntries(files), { mtime: time }) }
  }
