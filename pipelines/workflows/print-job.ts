import { type Delivery, type Expression, type Job, needsOf, type Workflow } from '#model'
import { login, withLogin } from './login.ts'
import { isRead, printStep } from './print-step.ts'
import { conditionOf } from './triggers.ts'
import type { JobFactory } from './workflow-types.generated.ts'

/** The image of the runners. `ubuntu-latest` would change under a workflow that nobody touched. */
const runner = 'ubuntu-24.04'

const bare = (expression: Expression): string => expression.text.replace(/^\$\{\{ | \}\}$/g, '')
const grouped = (condition: string): string => (condition.includes('||') ? `(${condition})` : condition)

const ifOf = (of: Workflow, job: Job): string | undefined => {
  const conditions = [conditionOf(of, job), job.if && bare(job.if)].filter((each) => each !== undefined)
  return conditions.length > 1 ? conditions.map(grouped).join(' && ') : conditions[0]
}

/** `publish-web-production` → `Publish web production`. */
const titleOf = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ')

/** A job as GitHub reads it: what it needs, may and runs, all computed from the values it holds. */
export const printJob = (d: Delivery, given: { readonly workflow: Workflow; readonly job: Job }): JobFactory => {
  const { workflow, job } = given
  const steps = job.role ? withLogin(job.steps, login(d, { workflow, role: job.role })) : job.steps
  const needs = needsOf(job).map((each) => each.id)
  const gives = Object.entries(job.gives).map(([key, each]) => [key, each.text] as const)
  const condition = ifOf(workflow, job)
  const by = { steps, gives: gives.map(([, text]) => text) }
  return {
    name: titleOf(job.id),
    ...(condition !== undefined && { if: condition }),
    ...(needs.length > 0 && { needs }),
    'runs-on': runner,
    'timeout-minutes': job.timeoutMinutes,
    ...(job.environment && { environment: job.environment.name }),
    // GitHub gives a job nothing that is not listed here, and a token for AWS only with id-token.
    permissions: { ...job.permissions, ...(job.role && { 'id-token': 'write' }) },
    ...(gives.length > 0 && { outputs: Object.fromEntries(gives) }),
    steps: steps.map((each) => printStep(each, isRead(each, by))),
  }
}
