// A workflow run, on this machine: jobs in the order of their needs, each in a workspace and with an identity of its own.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Contexts, isLet } from './expression.ts'
import { notTriggered } from './is-triggered.ts'
import { githubContext } from './job-env.ts'
import { Refusal } from './refusal.ts'
import type { Result, RunGiven } from './run-context.ts'
import type { JobIdentity } from './run-identity.ts'
import { type JobResult, notRun, runJob } from './run-job.ts'
import { type JobFile, readWorkflowFile, type WorkflowFile } from './workflow-file.ts'

/** How a run ended. */
export interface RunResult {
  readonly runId: string
  readonly conclusion: Result
  readonly jobs: Readonly<Record<string, JobResult>>
}

const conclude = (jobs: readonly JobResult[]): Result => {
  const results = jobs.map((each) => each.result)
  if (results.includes('failure')) return 'failure'
  if (results.includes('cancelled')) return 'cancelled'
  return results.includes('success') ? 'success' : 'skipped'
}

// A job comes after those it needs; one that waits for itself would wait for ever.
const checkNeeds = (workflow: WorkflowFile): void => {
  const done = new Set<string>()
  let left = workflow.jobs
  while (left.length > 0) {
    const ready = left.filter((job) => job.needs.every((id) => done.has(id)))
    if (ready.length === 0) {
      const ids = left.map((job) => `"${job.id}"`).join(', ')
      throw new Refusal(
        `${workflow.path}: ${ids} wait for each other, or for a job that is not there`,
        'mend their needs',
      )
    }
    for (const job of ready) done.add(job.id)
    left = left.filter((job) => !ready.includes(job))
  }
}

/** Runs a workflow for an event, and gives how every job ended. Skips it when the event does not start it. */
export const runWorkflow = async (given: RunGiven): Promise<RunResult> => {
  const workflow = readWorkflowFile(given.file)
  const runId = String(Number.parseInt(given.id().replaceAll('-', '').slice(0, 8), 16))
  const say = (says: string) => given.notice({ from: 'github', subject: workflow.name, says })
  const reason = notTriggered(workflow, given)
  if (reason !== undefined) {
    say(`not started: ${reason}`)
    return { runId, conclusion: 'skipped', jobs: {} }
  }
  checkNeeds(workflow)
  const identityOf = (job: JobFile): JobIdentity => ({
    repository: given.repository,
    event: given.event,
    ref: given.ref,
    sha: given.sha,
    actor: given.actor ?? 'octocat',
    runId,
    workflow: { name: workflow.name, path: workflow.path },
    ...(job.environment !== undefined && { environment: job.environment }),
  })

  const runs = new Map<string, Promise<JobResult>>()
  const start = async (job: JobFile): Promise<JobResult> => {
    const before = await Promise.all(
      job.needs.map(async (id) => [id, (await runs.get(id)) ?? notRun('skipped')] as const),
    )
    const needs: Contexts = Object.fromEntries(before.map(([id, { result, outputs }]) => [id, { result, outputs }]))
    const identity = identityOf(job)
    const context = githubContext(identity, { token: '', job: job.id, workspace: '', apiUrl: given.github.url })
    const status = { failed: before.some(([, { result }]) => result !== 'success'), cancelled: given.signal.aborted }
    if (!isLet(job.if, { contexts: { github: context, needs }, status })) {
      say(`${job.id} skipped`)
      return notRun(given.signal.aborted ? 'cancelled' : 'skipped')
    }
    say(`${job.id} started`)
    const made = await runJob(given, { workflow, job, identity, needs })
    say(`${job.id} ${made.result}`)
    return made
  }
  // Those that are needed come first, so that their promise is there when it is asked for.
  const started = new Set<string>()
  while (started.size < workflow.jobs.length)
    for (const job of workflow.jobs)
      if (!started.has(job.id) && job.needs.every((id) => started.has(id))) {
        started.add(job.id)
        runs.set(job.id, start(job))
      }
  try {
    const ended = await Promise.all([...runs].map(async ([id, run]) => [id, await run] as const))
    return { runId, conclusion: conclude(ended.map(([, each]) => each)), jobs: Object.fromEntries(ended) }
  } finally {
    // A refusal of one job ends the others before their folders go.
    await Promise.allSettled(runs.values())
    await rm(join(given.home, runId), { recursive: true, force: true })
  }
}
