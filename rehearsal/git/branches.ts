import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The branches of a bare repository and their commits, read from its files: cheap enough to ask several times a second. */
export const branchesOf = async (repository: string): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  const packed = await readFile(join(repository, 'packed-refs'), 'utf8').catch(() => '')
  for (const [, commit, branch] of packed.matchAll(/^([0-9a-f]{40,64}) refs\/heads\/(.+)$/gm)) {
    found.set(branch as string, commit as string)
  }
  const enter = async (at: string): Promise<void> => {
    const entries = await readdir(join(repository, 'refs', 'heads', at), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const name = at ? `${at}/${entry.name}` : entry.name
      if (entry.isDirectory()) await enter(name)
      else if (!entry.name.endsWith('.lock')) {
        const commit = (await readFile(join(repository, 'refs', 'heads', name), 'utf8').catch(() => '')).trim()
        if (commit) found.set(name, commit)
      }
    }
  }
  await enter('')
  return found
}
