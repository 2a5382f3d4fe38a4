import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Contexts, fill, isLet, type Scope, type Status } from './expression.ts'
import { githubContext, jobEnv, type Places } from './job-env.ts'
import { type JobState, masked, runChild } from './job-state.ts'
import { StepFailure } from './refusal.ts'
import type { Result, RunGiven } from './run-context.ts'
import type { JobIdentity } from './run-identity.ts'
import { fillAll, runStep } from './run-step.ts'
import type { Annotation } from './workflow-commands.ts'
import type { JobFile, StepFile, WorkflowFile } from './workflow-file.ts'

/** How a step ended. */
export interface StepResult {
  readonly name: string
  readonly outcome: Result
}

/** How a job ended, and what it left behind. */
export interface JobResult {
  readonly result: Result
  readonly outputs: Readonly<Record<string, string>>
  readonly steps: readonly StepResult[]
  readonly annotations: readonly Annotation[]
  /** The Markdown of its summary. */
  readonly summary: string
}

/** A job that did not run. */
export const notRun = (result: Result): JobResult => ({ result, outputs: {}, steps: [], annotations: [], summary: '' })

const makePlaces = async (given: RunGiven, identity: JobIdentity, job: string): Promise<Places> => {
  const root = join(given.home, identity.runId)
  const places = {
    workspace: join(root, job, 'work'),
    temp: join(root, job, 'temp'),
    home: join(root, job, 'home'),
    event: join(root, job, 'temp', 'event.json'),
    artifacts: join(root, 'artifacts'),
  }
  for (const folder of [places.workspace, places.temp, places.home, places.artifacts])
    await mkdir(folder, { recursive: true })
  await writeFile(places.event, JSON.stringify(identity.event.payload))
  return places
}

/** Runs one job whose turn has come and whose condition let it through. */
export const runJob = async (
  given: RunGiven,
  of: {
    readonly workflow: WorkflowFile
    readonly job: JobFile
    readonly identity: JobIdentity
    readonly needs: Contexts
  },
): Promise<JobResult> => {
  const { workflow, job, identity, needs } = of
  const places = await makePlaces(given, identity, job.id)
  const admission = given.github.admit(identity, job.permissions)
  const apiUrl = given.github.url
  const over = new AbortController()
  const signal = AbortSignal.any([given.signal, over.signal])
  const timeout = given.clock.sleep(job.timeoutMinutes * 60_000, over.signal).then(() => {
    if (!over.signal.aborted) over.abort('timeout')
  })
  const github = githubContext(identity, { token: admission.token, job: job.id, workspace: places.workspace, apiUrl })
  const masks = new Set([admission.token])
  const subject = `${workflow.name} / ${job.id}`
  const state: JobState = {
    identity,
    repository: given.repository,
    admission,
    places,
    env: jobEnv({ env: given.env, path: given.path ?? [], identity, job: job.id, places, apiUrl }),
    masks,
    annotations: [],
    summary: '',
    say: (text) => given.notice({ from: 'github', subject, says: masked(text, masks) }),
    run: (request) => runChild(given.spawn, request, signal),
    signal,
  }
  const steps: Record<string, unknown> = {}
  let failed = false
  const scopeOf = (): Scope => ({
    contexts: {
      github,
      needs,
      steps,
      env: state.env,
      job: { status: failed ? 'failure' : 'success' },
      runner: { os: 'Linux', arch: 'X64', temp: places.temp, name: 'local' },
      secrets: { GITHUB_TOKEN: admission.token },
    },
    status: { failed, cancelled: signal.aborted } satisfies Status,
  })
  const results: StepResult[] = []
  const one = async (step: StepFile, at: number): Promise<void> => {
    const scope = scopeOf()
    const key = step.id ?? `step-${at + 1}`
    const keep = (outcome: Result, outputs: Readonly<Record<string, string>>) => {
      const conclusion = outcome === 'failure' && step.continueOnError ? 'success' : outcome
      if (step.id !== undefined) steps[step.id] = { outputs, outcome, conclusion }
      results.push({ name: step.name, outcome })
      if (conclusion === 'failure') failed = true
    }
    if (!isLet(step.if, scope)) return keep('skipped', {})
    state.say(`> ${fill(step.name, scope)}`)
    try {
      keep('success', await runStep(state, { step, key, job, scope }))
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error
      state.annotations.push({ level: 'error', message: error.message })
      state.say(`error: ${error.message}`)
      keep(signal.aborted ? 'cancelled' : 'failure', error.outputs)
    }
  }
  try {
    Object.assign(state.env, fillAll(workflow.env, scopeOf()))
    Object.assign(state.env, fillAll(job.env, scopeOf()))
    for (const [at, step] of job.steps.entries()) await one(step, at)
    const result: Result = signal.aborted ? 'cancelled' : failed ? 'failure' : 'success'
    if (over.signal.reason === 'timeout') state.say(`error: the job exceeded ${job.timeoutMinutes} minutes`)
    return {
      result,
      outputs: fillAll(job.outputs, { ...scopeOf(), status: { failed: false, cancelled: false } }),
      steps: results,
      annotations: state.annotations,
      summary: state.summary,
    }
  } finally {
    admission.end()
    over.abort('ended')
    await timeout
    await rm(join(given.home, identity.runId, job.id), { recursive: true, force: true })
  }
}
