// A token for AWS needs `id-token: write` at the job, or AWS answers that it found no credentials; and a job that has
// the permission without use hands an identity to every action in it.
// https://docs.github.com/actions/reference/security/oidc#adding-permissions-settings
import type { Finding } from '#model'
import { isCredentialStep, loginOf, runsAtHome } from './login.ts'
import type { Permissions, ReadJob, ReadStep, ReadWorkflow } from './read-workflow.ts'

/** True when permissions include asking for a token. */
export const allowsToken = (permissions: Permissions | undefined): boolean =>
  typeof permissions === 'object' ? permissions['id-token'] === 'write' : permissions === 'write-all'

// Actions that never ask for an identity; any other one may, those of the repository too.
const without = /^(actions\/(checkout|setup-[\w-]+|upload-artifact|download-artifact|cache)(\/[\w-]+)?@)/i

const mayUse = (step: ReadStep): boolean =>
  step.uses !== undefined
    ? (isCredentialStep(step) && step.with.has('role-to-assume')) ||
      (!isCredentialStep(step) && !without.test(step.uses.text))
    : /ACTIONS_ID_TOKEN_REQUEST|--provenance|id-token/.test(step.run?.text ?? '')

/** `id-token: write` without use, or a use without it. */
export const checkIdToken = (workflow: ReadWorkflow): readonly Finding[] =>
  workflow.jobs.filter((job) => !job.reuses).flatMap((job) => checkJob(workflow, job))

const missing = (workflow: ReadWorkflow, job: ReadJob, login: ReadStep): Finding => {
  const at = login.uses?.at ?? login.run?.at ?? login.at
  // A called workflow has what its caller's job has, unless it says something itself.
  const silent = job.permissions === undefined && workflow.permissions === undefined
  if (silent && workflow.events.size === 1 && workflow.events.has('workflow_call'))
    return {
      code: 'id-token-from-caller',
      severity: 'warning',
      at,
      says: `job "${job.id}" takes a role with the permissions of whoever calls this workflow`,
      fix: 'give the calling job permissions: { id-token: write, contents: read }, and say the same here',
    }
  return {
    code: 'id-token-missing',
    severity: runsAtHome(job) ? 'warning' : 'error',
    at,
    says: `job "${job.id}" takes a role and may not ask for a token`,
    fix: `add "id-token: write" to the permissions of job "${job.id}"`,
  }
}

const checkJob = (workflow: ReadWorkflow, job: ReadJob): readonly Finding[] => {
  const allowed = allowsToken(job.permissions ?? workflow.permissions)
  const login = loginOf(job)
  if (login && !allowed) return [missing(workflow, job, login)]
  // What the workflow allows to all jobs is judged where a job says it for itself.
  if (allowed && typeof job.permissions === 'object' && !job.steps.some(mayUse))
    return [
      {
        code: 'id-token-unused',
        severity: 'warning',
        at: job.at,
        says: `job "${job.id}" may ask for a token and takes no role`,
        fix: `remove "id-token: write" from the permissions of job "${job.id}"`,
      },
    ]
  return []
}
