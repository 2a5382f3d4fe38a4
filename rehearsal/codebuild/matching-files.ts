import { lstat, readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import picomatch from 'picomatch'

/** Every file below a directory, as paths relative to it with forward slashes; symbolic links to directories are not followed. */
export const filesBelow = async (directory: string): Promise<readonly string[]> => {
  const found: string[] = []
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) await walk(path)
      else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile())) {
        found.push(relative(directory, path).split(sep).join('/'))
      }
    }
  }
  if ((await lstat(directory).catch(() => undefined))?.isDirectory()) await walk(directory)
  return found.sort()
}

/** A predicate for CodeBuild's file patterns: `**` crosses directories, dot files count, a leading `./` means nothing. */
export const matcher = (patterns: readonly string[]): ((path: string) => boolean) => {
  const clean = patterns.map((pattern) => pattern.replace(/^(?:\.\/)+/, ''))
  if (clean.length === 0) return () => false
  return picomatch(clean, { dot: true })
}
