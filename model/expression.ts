import type { Name } from './name.ts'

declare const where: unique symbol

/** Where an expression may stand: inside the steps of its own job, or anywhere that other jobs' results reach. */
export type Scope = 'step' | 'job'

/** As much of a job as an expression that reads it needs to know. */
export interface ReadJob {
  readonly kind: 'job'
  readonly id: Name<'job-id'>
}

/** A GitHub Actions expression that knows which jobs it reads; `needs:` is computed from that. */
export interface Expression<out S extends Scope = Scope> {
  readonly [where]: () => S
  readonly text: string
  readonly reads: readonly ReadJob[]
}

/** Makes an expression. Not exported by `index.ts`: they come from the owners of what they read. */
export const expression = <S extends Scope>(text: string, reads: readonly ReadJob[] = []): Expression<S> =>
  Object.freeze({ text: `\${{ ${text} }}`, reads }) as unknown as Expression<S>

/** What GitHub knows of the run, as far as it is safe to use: no text that a stranger can write. */
export const context = {
  sha: expression<'job'>('github.sha'),
  token: expression<'job'>('github.token'),
  /** The same for every attempt of one run: what ties an AWS session to it. */
  runId: expression<'job'>('github.run_id'),
  pullRequestNumber: expression<'job'>('github.event.pull_request.number'),
  /** True when the pull request comes from this repository itself: forks get neither a token nor secrets. */
  fromThisRepository: expression<'job'>('github.event.pull_request.head.repo.full_name == github.repository'),
} as const

/** True in a run of that branch: others carry another subject, so whoever takes a role there would be refused. */
export const onBranch = (branch: string): Expression<'job'> => expression(`github.ref == 'refs/heads/${branch}'`)

/** True when whoever started the run chose this environment, on the branch that may. */
export const chosen = (environment: string, branch: string): Expression<'job'> =>
  expression(`inputs.environment == '${environment}' && github.ref == 'refs/heads/${branch}'`)
