import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { fault } from '#model'
import type { Package } from './manifest.ts'

// By bytes, as LC_ALL=C has it.
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

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

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

// The hash is of the files, not of the archive: the same files have the same name whatever packed them. It is that of
// what sha256sum prints of them, so that a pipeline's shell finds the same.
const hashOf = (files: ReturnType<typeof filesIn>): string =>
  sha256(files.map(([path, bytes]) => `${sha256(bytes)}  ./${path}\n`).join(''))

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
    // Harder compression takes twice as long and saves a twentieth.
    return { hash: hashOf(files), bytes: zipSync(Object.fromEntries(files), { mtime: time, level: 1 }) }
  }
