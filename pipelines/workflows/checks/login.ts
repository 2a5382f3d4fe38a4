import type { ReadJob, ReadStep, Text } from './read-workflow.ts'

const action = /^[\w.-]+\/configure-aws-credentials@/i

/** True for a step that hands out credentials of AWS, by whatever way. */
export const isCredentialStep = (step: ReadStep): boolean => action.test(step.uses?.text ?? '')

const inEnv = (texts: readonly Text[]): boolean =>
  texts.some(({ path }) => path[0] === 'env' && path.includes('AWS_ACCESS_KEY_ID'))

const isTrue = (text: Text | undefined): boolean => text?.text === 'true'

const asksByHand = (step: ReadStep): boolean => /ACTIONS_ID_TOKEN_REQUEST_(URL|TOKEN)/.test(step.run?.text ?? '')

/**
 * The first step of a job that takes a role with GitHub's token: without keys, a token of its own, or earlier
 * credentials to start from.
 * https://github.com/aws-actions/configure-aws-credentials#credentials
 */
export const loginOf = (job: ReadJob): ReadStep | undefined => {
  if (inEnv(job.texts)) return job.steps.find(asksByHand)
  const keys = job.steps.findIndex((step) => isCredentialStep(step) && step.with.has('aws-access-key-id'))
  return job.steps.find(
    (step, at) =>
      asksByHand(step) ||
      (isCredentialStep(step) &&
        step.with.has('role-to-assume') &&
        !step.with.has('aws-access-key-id') &&
        !step.with.has('web-identity-token-file') &&
        !isTrue(step.with.get('role-chaining')) &&
        !inEnv(step.texts) &&
        (keys < 0 || at < keys)),
  )
}

/** True for a job on a machine of one's own, which may have credentials already. */
export const runsAtHome = (job: ReadJob): boolean =>
  job.texts.some(({ path, text }) => path[0] === 'runs-on' && text === 'self-hosted')
