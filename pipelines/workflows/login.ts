import { context, type Delivery, type Role, roleArnOf, type Step, usePinned, type Workflow } from '#model'
import { pins } from './pins.ts'

// A session name has at most 64 characters. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
const most = 64
const longestRunId = 20

/** The step that takes the role of a job: ARN, region and a session name that leads back to the run. */
export const login = (d: Delivery, of: { readonly workflow: Workflow; readonly role: Role }): Step =>
  usePinned(`Take the role ${of.role.name} of ${of.role.environment.name}`, pins.configureAwsCredentials, {
    with: {
      'role-to-assume': roleArnOf(d, of.role),
      'aws-region': of.role.environment.region,
      'role-session-name': `${`${d.name}-${of.workflow.name}`.slice(0, most - longestRunId - 1)}-${context.runId.text}`,
    },
  })

/** The steps of a job with its login among them: before the first step that touches AWS, so earlier ones have no credentials. */
export const withLogin = (steps: readonly Step[], step: Step): readonly Step[] => {
  const first = steps.findIndex((each) => each.grants.length > 0)
  const at = first === -1 ? steps.length : first
  return [...steps.slice(0, at), step, ...steps.slice(at)]
}
