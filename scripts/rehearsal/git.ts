import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type File, fault } from '#model'

const execute = promisify(execFile)

/** Runs git in a folder; gives what it prints. */
export type Git = (folder: string, ...given: readonly string[]) => Promise<string>

/** Git without anybody's own configuration, hooks or identity, so that it does the same on every machine. */
export const gitIn =
  (env: NodeJS.ProcessEnv): Git =>
  async (folder, ...given) => {
    const { stdout } = await execute(
      'git',
      ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgsign=false', ...given],
      {
        cwd: folder,
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...env,
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_TERMINAL_PROMPT: '0',
          GIT_AUTHOR_NAME: 'Rehearsal',
          GIT_AUTHOR_EMAIL: 'rehearsal@localhost',
          GIT_COMMITTER_NAME: 'Rehearsal',
          GIT_COMMITTER_EMAIL: 'rehearsal@localhost',
        },
      },
    )
    return stdout.trim()
  }

/** The bare repository that stands for GitHub, and a clone to commit in. */
export interface Repository {
  readonly bare: string
  readonly clone: string
  /** Files that are changed or new in the working tree and so take no part. */
  readonly uncommitted: number
}

const notARepository = (root: string, cause: unknown) =>
  fault({
    at: root,
    code: 'no-commit',
    says: 'this folder is no git repository with a commit',
    fix: 'rehearse in a clone, or run "git init" and commit first: what is rehearsed is what is committed',
    cause,
  })

const gitMissing = (cause: unknown) =>
  fault({
    at: 'git',
    code: 'git-missing',
    says: 'git is not on PATH',
    fix: 'install git: https://git-scm.com',
    cause,
  })

/** Refuses, before anything is started, a machine without git and a folder without a commit. */
export const expectCommit = async (git: Git, root: string): Promise<void> => {
  try {
    await git(root, 'rev-parse', '--verify', '--quiet', 'HEAD')
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw isMissing ? gitMissing(cause) : notARepository(root, cause)
  }
}

/**
 * Fills an empty bare repository with what is committed here, and with the generated files as the configuration has them now.
 * `main` holds everything; the release branch has an empty first commit, so that a release is a merge like any other.
 */
export const prepareRepository = async (
  git: Git,
  given: { readonly root: string; readonly home: string; readonly bare: string; readonly files: readonly File[] },
): Promise<Repository> => {
  const { root, home, bare, files } = given
  const clone = join(home, 'clone')
  const archive = join(home, 'head.tar')
  const status = await git(root, 'status', '--porcelain')
  await git(root, 'archive', '--format=tar', `--output=${archive}`, 'HEAD')
  mkdirSync(clone, { recursive: true })
  await git(clone, 'init', '--quiet', '--initial-branch=main')
  const { x: extract } = await import('tar')
  await extract({ file: archive, cwd: clone })
  for (const file of files) {
    mkdirSync(dirname(join(clone, file.path)), { recursive: true })
    writeFileSync(join(clone, file.path), file.text)
  }
  await git(clone, 'remote', 'add', 'origin', bare)
  await git(clone, 'add', '--all', '--force')
  await git(clone, 'commit', '--quiet', '--message', 'The repository as it stands')
  await git(clone, 'push', '--quiet', 'origin', 'main')
  return { bare, clone, uncommitted: status.split('\n').filter(Boolean).length }
}

/** Merges main into the release branch and pushes it, as the button on GitHub does. Gives the merge commit. */
export const release = async (git: Git, { clone }: Repository, branch: string, title: string): Promise<string> => {
  const exists = await git(clone, 'rev-parse', '--verify', '--quiet', branch).then(
    () => true,
    () => false,
  )
  if (exists) await git(clone, 'checkout', '--quiet', branch)
  else {
    await git(clone, 'checkout', '--quiet', '--orphan', branch)
    await git(clone, 'rm', '-r', '--quiet', '--force', '.')
    await git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'Nothing is released yet')
  }
  await git(clone, 'merge', '--quiet', '--no-ff', '--allow-unrelated-histories', '--message', title, 'main')
  await git(clone, 'push', '--quiet', 'origin', `main`, branch)
  const commit = await git(clone, 'rev-parse', 'HEAD')
  await git(clone, 'checkout', '--quiet', 'main')
  return commit
}

/** Commits a prepared change on main. */
export const applyChange = async (git: Git, { clone }: Repository, patch: string, title: string): Promise<void> => {
  await git(clone, 'apply', '--index', patch)
  await git(clone, 'commit', '--quiet', '--message', title)
}
