// A token for AWS needs `id-token: write` at the job, or AWS answers that it found no credentials; and a job that has
// the permission without use hands an identity to every action in it.
// https://docs.github.com/actions/reference/security/oidc#adding-permissions-settings
import type { Finding } from '#model'
import type { Permissions, ReadJob, ReadStep, ReadWorkflow } from './read-workflow.ts'

const allows = (permissions: Permissions | undefined): boolean =>
  typeof permissions === 'object' ? permissions['id-token'] === 'write' : permissions === 'write-all'

const isLogin = (step: ReadStep): boolean =>
  /^aws-actions\/configure-aws-credentials@/i.test(step.uses?.text ?? '') &&
  step.with.has('role-to-assume') &&
  !step.with.has('aws-access-key-id')

// Actions that never ask for an identity; any other one may.
const without = /^(\.\/|actions\/(checkout|setup-[\w-]+|upload-artifact|download-artifact|cache)(\/[\w-]+)?@)/i

const mayUse = (step: ReadStep): boolean =>
  step.uses !== undefined
    ? isLogin(step) || !without.test(step.uses.text)
    : /ACTIONS_ID_TOKEN_REQUEST|--provenance|id-token/.test(step.run?.text ?? '')

/** `id-token: write` without use, or a use without it. */
export const checkIdToken = (workflow: ReadWorkflow): readonly Finding[] =>
  workflow.jobs.filter((job) => !job.reuses).flatMap((job) => checkJob(workflow, job))

const checkJob = (workflow: ReadWorkflow, job: ReadJob): readonly Finding[] => {
  const allowed = allows(job.permissions ?? workflow.permissions)
  const login = job.steps.find(isLogin)
  if (login && !allowed)
    return [
      {
        code: 'id-token-missing',
        severity: 'error',
        at: login.uses?.at ?? login.at,
        says: `job "${job.id}" takes a role and may not ask for a token`,
        fix: `add "id-token: write" to the permissions of job "${job.id}"`,
      },
    ]
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
