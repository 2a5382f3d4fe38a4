// Stands for GitHub: one bare repository per `owner/name`, and word of every push to it.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../world.ts'
import { branchesOf } from './branches.ts'
import { runGit } from './run-git.ts'

export interface Commit {
  readonly id: string
  readonly message: string
  readonly authorName: string
  readonly authorEmail: string
  /** ISO 8601. */
  readonly authorDate: string
}

export interface Push {
  /** `owner/name` */
  readonly repository: string
  readonly branch: string
  readonly commit: string
  /** The branch's commit before, unless the push made the branch. */
  readonly before: string | undefined
}

export interface GitHost {
  /** Makes an empty repository, or does nothing when it exists; gives the path to push to. */
  readonly create: (repository: string) => Promise<string>
  readonly pathOf: (repository: string) => string
  readonly headOf: (repository: string, branch: string) => Promise<string | undefined>
  readonly commit: (repository: string, id: string) => Promise<Commit>
  /** The files of a commit as a zip, without `.git`: what CODE_ZIP hands over. */
  readonly archive: (repository: string, commit: string) => Promise<Buffer>
  /** Paths that differ between two commits; all paths of the second one when there is no first. */
  readonly changedFiles: (repository: string, before: string | undefined, after: string) => Promise<readonly string[]>
  /** A working copy with its history at a commit or branch. */
  readonly clone: (repository: string, commit: string, into: string) => Promise<void>
  /** Calls the listener for every branch that moves; gives a function that ends it. */
  readonly onPush: (listener: (push: Push) => void) => () => void
  /** Looks for pushes now instead of at the next quarter second. */
  readonly check: () => Promise<void>
}

const fullName = (repository: string) =>
  repository.replace(/^(?:https?:\/\/[^/]+\/|git@[^:]+:)/, '').replace(/\.git$/, '')

/** The Git host of the local AWS. It watches its repositories until the world ends. */
export const gitHost = (world: World): GitHost => {
  const root = join(world.home, 'git')
  const known = new Map<string, ReadonlyMap<string, string>>()
  const listeners = new Set<(push: Push) => void>()
  const pathOf = (repository: string) => {
    const name = fullName(repository)
    if (!/^[\w.-]+\/[\w.-]+$/.test(name)) throw new Error(`repository "${repository}" is not of the form owner/name`)
    return join(root, `${name}.git`)
  }
  const must = (repository: string) => {
    const path = pathOf(repository)
    if (!existsSync(path)) throw new Error(`repository "${fullName(repository)}" does not exist on the local Git host`)
    return path
  }
  const git = (repository: string, ...args: string[]) => runGit(['--git-dir', must(repository), ...args])

  let checking: Promise<void> = Promise.resolve()
  const look = async () => {
    for (const [repository, before] of known) {
      const after = await branchesOf(pathOf(repository))
      known.set(repository, after)
      for (const [branch, commit] of after) {
        if (before.get(branch) === commit) continue
        for (const listener of listeners) listener({ repository, branch, commit, before: before.get(branch) })
      }
    }
  }
  const check = () => {
    checking = checking.then(look)
    return checking
  }
  let watching = false
  const watch = async () => {
    if (watching) return
    watching = true
    while (!world.signal.aborted) {
      await world.clock.sleep(250, world.signal)
      await check()
    }
  }

  return {
    pathOf,
    create: async (repository) => {
      const path = pathOf(repository)
      if (!existsSync(path)) {
        await mkdir(path, { recursive: true })
        await runGit(['init', '--quiet', '--bare', '--initial-branch=main', path])
      }
      if (!known.has(fullName(repository))) known.set(fullName(repository), await branchesOf(path))
      return path
    },
    headOf: async (repository, branch) => (await branchesOf(must(repository))).get(branch),
    commit: async (repository, id) => {
      const format = '%H%x00%an%x00%ae%x00%aI%x00%B'
      const text = (await git(repository, 'log', '-1', `--format=${format}`, id)).toString()
      const [commit = id, authorName = '', authorEmail = '', authorDate = '', ...message] = text.split('\0')
      return { id: commit, authorName, authorEmail, authorDate, message: message.join('\0').trim() }
    },
    archive: (repository, commit) => git(repository, 'archive', '--format=zip', '-1', commit),
    changedFiles: async (repository, before, after) => {
      const args = before
        ? ['diff-tree', '-r', '-z', '--name-only', '--no-commit-id', before, after]
        : ['ls-tree', '-r', '-z', '--name-only', after]
      return (await git(repository, ...args)).toString().split('\0').filter(Boolean)
    },
    clone: async (repository, commit, into) => {
      await runGit(['clone', '--quiet', '--no-hardlinks', '--no-checkout', must(repository), into])
      await runGit(['-C', into, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', commit])
    },
    onPush: (listener) => {
      listeners.add(listener)
      void watch()
      return () => {
        listeners.delete(listener)
      }
    },
    check,
  }
}
