import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '#rehearsal/clock.ts'
import { type LocalGitHub, startLocalGitHub } from '#rehearsal/github/local-github.ts'
import type { RunGiven } from '#rehearsal/github/run-context.ts'
import type { GitHubEvent, Repository } from '#rehearsal/github/run-identity.ts'
import { type RunResult, runWorkflow } from '#rehearsal/github/run-workflow.ts'
import { spawnChild } from '#rehearsal/processes/spawn-child.ts'
import { aRepository } from './a-repository.ts'

/** What a test may say of a run. */
export interface ARun {
  readonly workflow: string
  readonly path?: string
  readonly files?: Readonly<Record<string, string>>
  readonly event?: GitHubEvent
  readonly ref?: string
  readonly env?: RunGiven['env']
  readonly ids?: Repository['ids']
  readonly signal?: AbortSignal
  readonly clock?: RunGiven['clock']
  readonly onSay?: (says: string) => void
  readonly before?: (github: LocalGitHub) => void
}

/** A push to the release branch. */
export const push: GitHubEvent = { name: 'push', payload: {} }

/** A pull request into the release branch, from this repository unless told. */
export const pullRequest = (from = 'acme/cruddur'): GitHubEvent => ({
  name: 'pull_request',
  payload: {
    action: 'opened',
    number: 7,
    pull_request: {
      number: 7,
      head: { ref: 'feature', repo: { full_name: from } },
      base: { ref: 'production' },
    },
  },
})

/** Runs a workflow from a repository of its own; gives how it ended, what it said and the comments of pull request 7. */
export const aRun = async (
  given: ARun,
): Promise<RunResult & { readonly said: readonly string[]; readonly comments: readonly string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'local-github-'))
  const github = await startLocalGitHub({ now: () => new Date(), id: randomUUID })
  const said: string[] = []
  try {
    given.before?.(github)
    // Only a checkout looks into the repository.
    const { path, sha } = given.files ? aRepository(folder, given.files) : { path: folder, sha: '0'.repeat(40) }
    const result = await runWorkflow({
      file: { path: given.path ?? '.github/workflows/x.yml', text: given.workflow },
      event: given.event ?? push,
      repository: { slug: 'acme/cruddur', path, ...(given.ids && { ids: given.ids }) },
      ref: given.ref ?? 'refs/heads/production',
      sha,
      github,
      home: join(folder, 'runs'),
      env: { PATH: process.env.PATH, ...given.env },
      clock: given.clock ?? realClock,
      id: randomUUID,
      notice: ({ says }) => {
        said.push(says)
        given.onSay?.(says)
      },
      spawn: spawnChild,
      signal: given.signal ?? new AbortController().signal,
    })
    return { ...result, said, comments: github.comments('acme/cruddur', 7).map((each) => each.body) }
  } finally {
    await github.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
