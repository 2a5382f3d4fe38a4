// A project's local cache: the directories that `cache.paths` names are kept from build to build.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

const copy = async (from: string, to: string) => {
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { recursive: true, force: true })
  await run('cp', ['-a', from, to])
}

export interface CachePlace {
  readonly store: string
  readonly source: string
  readonly home: string
}

const pairs = (paths: readonly string[], { store, source, home }: CachePlace) =>
  paths.map((pattern) => {
    const path = pattern.replace(/(?:\/\*+)+$/, '')
    const inBuild = path.startsWith('/root')
      ? join(home, path.slice(5))
      : path.startsWith('~')
        ? join(home, path.slice(1))
        : path
    const kept = join(store, createHash('sha256').update(path).digest('hex').slice(0, 16))
    return { kept, inBuild: isAbsolute(inBuild) ? inBuild : join(source, inBuild) }
  })

/** Puts the cached directories where the build expects them; says how many there were. */
export const restoreCache = async (paths: readonly string[], place: CachePlace): Promise<number> => {
  let restored = 0
  for (const { kept, inBuild } of pairs(paths, place)) {
    if (!(await exists(kept))) continue
    await copy(kept, inBuild)
    restored++
  }
  return restored
}

/** Keeps the cached directories for the next build. */
export const saveCache = async (paths: readonly string[], place: CachePlace): Promise<void> => {
  for (const { kept, inBuild } of pairs(paths, place)) if (await exists(inBuild)) await copy(inBuild, kept)
}
