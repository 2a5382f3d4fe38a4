import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
}

/** A bare repository below a folder with one commit of the given files. */
export const aRepository = (folder: string, files: Readonly<Record<string, string>>) => {
  const work = join(folder, 'working-copy')
  const path = join(folder, 'repository.git')
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: work, env, encoding: 'utf8' }).trim()
  for (const [name, text] of Object.entries({ 'README.md': 'one\n', ...files })) {
    mkdirSync(dirname(join(work, name)), { recursive: true })
    writeFileSync(join(work, name), text)
  }
  git('init', '--quiet', '--initial-branch=production')
  git('add', '--all')
  git('commit', '--quiet', '--message=one')
  git('clone', '--quiet', '--bare', work, path)
  return { path, sha: git('rev-parse', 'HEAD') }
}
