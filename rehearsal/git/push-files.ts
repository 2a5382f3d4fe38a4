import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { World } from '../world.ts'
import { runGit } from './run-git.ts'

/** Commits files on top of a branch of the Git host and pushes; gives the commit. */
export const pushFiles = async (
  world: World,
  to: { readonly path: string; readonly branch: string; readonly message: string },
  files: Readonly<Record<string, string>>,
): Promise<string> => {
  const directory = await mkdtemp(join(world.home, 'push-'))
  const identity = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@localhost']
  await runGit(['init', '--quiet', '--initial-branch', to.branch, directory])
  await runGit(['-C', directory, 'fetch', '--quiet', to.path, to.branch]).then(
    () => runGit(['-C', directory, 'reset', '--quiet', '--hard', 'FETCH_HEAD']),
    () => undefined,
  )
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  await runGit(['-C', directory, 'add', '--all'])
  await runGit(['-C', directory, ...identity, 'commit', '--quiet', '--allow-empty', '-m', to.message])
  await runGit(['-C', directory, 'push', '--quiet', to.path, `HEAD:refs/heads/${to.branch}`])
  const commit = (await runGit(['-C', directory, 'rev-parse', 'HEAD'])).toString().trim()
  await rm(directory, { recursive: true, force: true })
  return commit
}
