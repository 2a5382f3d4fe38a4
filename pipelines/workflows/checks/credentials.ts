// What stands beside a login: the region it is for, what it can read, and whose code runs next to it.
import type { Finding } from '#model'
import { isCredentialStep, loginOf } from './login.ts'
import type { ReadJob, ReadWorkflow } from './read-workflow.ts'

const checkRegion = (job: ReadJob): readonly Finding[] =>
  job.steps
    .filter((step) => isCredentialStep(step) && !step.with.has('aws-region'))
    .map((step) => ({
      code: 'region-missing',
      severity: 'warning',
      at: step.uses?.at ?? step.at,
      says: `job "${job.id}" takes credentials for no region`,
      fix: 'add under with: aws-region: …',
    }))

// Naming one permission takes all others away.
const checkContents = (workflow: ReadWorkflow, job: ReadJob): readonly Finding[] => {
  const permissions = job.permissions ?? workflow.permissions
  const checkout = job.steps.find((step) => /^actions\/checkout@/i.test(step.uses?.text ?? ''))
  if (!checkout || typeof permissions !== 'object' || 'contents' in permissions || checkout.with.has('token')) return []
  return [
    {
      code: 'contents-missing',
      severity: 'warning',
      at: checkout.uses?.at ?? checkout.at,
      says: `job "${job.id}" may not read the repository, which fails when it is private`,
      fix: `add "contents: read" to the permissions of job "${job.id}"`,
    },
  ]
}

const head = /github\.(event\.pull_request\.head\.(sha|ref)|head_ref)|refs\/pull\//

// https://docs.github.com/actions/reference/security/securely-using-pull_request_target
const checkTarget = (workflow: ReadWorkflow, job: ReadJob): readonly Finding[] => {
  const login = workflow.events.has('pull_request_target') ? loginOf(job) : undefined
  if (!login) return []
  const foreign = job.steps.some((step) => head.test(step.with.get('ref')?.text ?? ''))
  return [
    {
      code: 'role-on-target',
      severity: foreign ? 'error' : 'warning',
      at: login.uses?.at ?? login.at,
      says: foreign
        ? `job "${job.id}" takes a role and runs the code of the pull request, which anybody may open`
        : `job "${job.id}" takes a role on pull_request_target, which anybody's pull request starts`,
      fix: 'run on pull_request, and keep forks out: if: github.event.pull_request.head.repo.full_name == github.repository',
    },
  ]
}

/** Logins without a region, beside a checkout that may not read, or beside a stranger's code. */
export const checkCredentials = (workflow: ReadWorkflow): readonly Finding[] =>
  workflow.jobs.flatMap((job) => [...checkRegion(job), ...checkContents(workflow, job), ...checkTarget(workflow, job)])
