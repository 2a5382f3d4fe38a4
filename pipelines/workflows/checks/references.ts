// `needs.x` and `steps.x` are names in a text: GitHub takes one that leads nowhere as an empty value and goes on.
// https://docs.github.com/actions/reference/workflows-and-actions/contexts
import type { Finding } from '#model'
import { expressionsOf } from './expressions.ts'
import { offer } from './nearest.ts'
import type { ReadJob, ReadStep, ReadWorkflow, Text } from './read-workflow.ts'

const reference = /(?<![\w.-])(needs|steps)\.([A-Za-z_][\w-]*)(?:\.outputs\.([A-Za-z_][\w-]*))?/g

/** References to jobs, steps and outputs that do not exist. */
export const checkReferences = (workflow: ReadWorkflow): readonly Finding[] =>
  workflow.jobs.flatMap((job) => {
    const inJob = job.texts.flatMap((text) => checkText(text, { workflow, job, before: job.steps }))
    const inSteps = job.steps.flatMap((step, at) =>
      step.texts.flatMap((text) => checkText(text, { workflow, job, before: job.steps.slice(0, at) })),
    )
    return [...checkNeeds(workflow, job), ...inJob, ...inSteps]
  })

interface Around {
  readonly workflow: ReadWorkflow
  readonly job: ReadJob
  readonly before: readonly ReadStep[]
}

const checkText = (text: Text, around: Around): readonly Finding[] =>
  expressionsOf(text).flatMap(({ body, written }) =>
    [...body.matchAll(reference)].flatMap((found) => {
      const [whole, context, id = '', output] = found
      const problem = context === 'needs' ? needsProblem(around, id, output) : stepsProblem(around, id, output)
      return problem ? [{ ...problem, severity: 'error' as const, at: text.placeOf(whole ?? written) }] : []
    }),
  )

type Problem = Pick<Finding, 'code' | 'says' | 'fix'>

const needsProblem = ({ workflow, job }: Around, id: string, output?: string): Problem | undefined => {
  const other = workflow.jobs.find((each) => each.id === id)
  if (!job.needs.includes(id))
    return {
      code: 'needs-unresolved',
      says: `job "${job.id}" reads job "${id}", which it does not need`,
      fix: other ? `add "${id}" to its needs` : offer(id, job.needs),
    }
  if (output !== undefined && other && !other.reuses && !other.outputs.has(output))
    return {
      code: 'output-unresolved',
      says: `job "${id}" has no output "${output}"`,
      fix: other.outputs.size > 0 ? offer(output, [...other.outputs.keys()]) : `give job "${id}" that output`,
    }
  return undefined
}

const stepsProblem = ({ job, before }: Around, id: string, output?: string): Problem | undefined => {
  const step = before.find((each) => each.id === id)
  if (!step) {
    const later = job.steps.some((each) => each.id === id)
    return {
      code: 'step-unresolved',
      says: later
        ? `step "${id}" runs later in job "${job.id}"`
        : `job "${job.id}" has no earlier step with id "${id}"`,
      fix: later
        ? 'move that step before this one'
        : offer(
            id,
            before.flatMap((each) => each.id ?? []),
          ),
    }
  }
  if (output === undefined || !step.run || step.run.text.includes(output)) return undefined
  return {
    code: 'output-unresolved',
    says: `the script of step "${id}" never writes output "${output}"`,
    fix: `add: echo "${output}=…" >> "$GITHUB_OUTPUT"`,
  }
}

const checkNeeds = (workflow: ReadWorkflow, job: ReadJob): readonly Finding[] => {
  const ids = workflow.jobs.map((each) => each.id)
  return job.needs
    .filter((id) => !ids.includes(id))
    .map((id) => ({
      code: 'needs-unresolved',
      severity: 'error',
      at: job.at,
      says: `job "${job.id}" needs job "${id}", which does not exist`,
      fix: offer(
        id,
        ids.filter((each) => each !== job.id),
      ),
    }))
}
