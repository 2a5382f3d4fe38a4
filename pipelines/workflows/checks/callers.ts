// A called workflow has at most the permissions of the job that calls it.
// https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows
import type { Finding } from '#model'
import { allowsToken } from './id-token.ts'
import { loginOf } from './login.ts'
import type { ReadWorkflow } from './read-workflow.ts'

/** A workflow with the path it is called by. */
export interface PathedWorkflow {
  readonly path: string
  readonly workflow: ReadWorkflow
}

const isSame = (called: string, path: string): boolean =>
  called.startsWith('./') && `/${path.replaceAll('\\', '/')}`.endsWith(called.slice(1))

/** Calls of a workflow that takes a role, from jobs that may not ask for a token. */
export const checkCallers = (files: readonly PathedWorkflow[]): readonly Finding[] =>
  files.flatMap(({ workflow }) =>
    workflow.jobs.flatMap((job) => {
      const called = job.texts.find(({ path }) => path.length === 1 && path[0] === 'uses')
      const callee = called && files.find(({ path }) => isSame(called.text, path))
      const taker = callee?.workflow.jobs.find((each) => loginOf(each))
      if (!called || !taker || allowsToken(job.permissions ?? workflow.permissions)) return []
      return [
        {
          code: 'id-token-not-granted',
          severity: 'error' as const,
          at: called.at,
          says: `job "${taker.id}" of "${called.text}" takes a role, and job "${job.id}" may not ask for a token`,
          fix: `give job "${job.id}" permissions: { id-token: write, contents: read }`,
        },
      ]
    }),
  )
