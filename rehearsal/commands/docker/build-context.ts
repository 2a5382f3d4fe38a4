// The files that a build may copy: the context directory without what .dockerignore names.
// https://docs.docker.com/build/concepts/context/#dockerignore-files
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'

export interface ContextFile {
  /** Relative to the root that was walked, with forward slashes. */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'link'
  readonly mode: number
}

/** A predicate for ignored paths: the last rule that matches a path or one of its parents decides. */
export const ignoring = (
  text: string,
): { readonly ignores: (path: string) => boolean; readonly exceptions: boolean } => {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const keep = line.startsWith('!')
      const pattern = (keep ? line.slice(1) : line)
        .trim()
        .replace(/^\.?\/+/, '')
        .replace(/\/+$/, '')
      return { keep, matches: picomatch(pattern, { dot: true }) }
    })
  const parents = (path: string) => path.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'))
  return {
    exceptions: rules.some((rule) => rule.keep),
    ignores: (path) => {
      const all = parents(path)
      return rules.reduce((ignored, rule) => (all.some((one) => rule.matches(one)) ? !rule.keep : ignored), false)
    },
  }
}

/** The rules for a Dockerfile: `<Dockerfile>.dockerignore` beside it, or the context's .dockerignore. */
export const ignoreRules = async (context: string, dockerfile: string): Promise<string> =>
  readFile(`${dockerfile}.dockerignore`, 'utf8')
    .catch(() => readFile(join(context, '.dockerignore'), 'utf8'))
    .catch(() => '')

/** Everything below a directory (or only below one path in it), parents before children. */
export const walk = async (root: string, rules = ignoring(''), under = ''): Promise<readonly ContextFile[]> => {
  const found: ContextFile[] = []
  const enter = async (at: string): Promise<void> => {
    const entries = await readdir(join(root, at), { withFileTypes: true })
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const path = at ? `${at}/${entry.name}` : entry.name
      const ignored = rules.ignores(path)
      if (ignored && !(entry.isDirectory() && rules.exceptions)) continue
      const kind = entry.isDirectory()
        ? 'directory'
        : entry.isSymbolicLink()
          ? 'link'
          : entry.isFile()
            ? 'file'
            : undefined
      if (!kind) continue
      if (!ignored) found.push({ path, kind, mode: (await lstat(join(root, path))).mode })
      if (kind === 'directory') await enter(path)
    }
  }
  if (under === '') {
    await enter('')
    return found
  }
  const start = await lstat(join(root, under)).catch(() => undefined)
  if (!start) return []
  const kind = start.isDirectory() ? 'directory' : start.isSymbolicLink() ? 'link' : 'file'
  found.push({ path: under, kind, mode: start.mode })
  if (kind === 'directory') await enter(under)
  return found
}
