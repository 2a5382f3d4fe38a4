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

// What runs a program of its own may write any output there.
const program =
  /(^|[\s;&|(])(\.{0,2}\/[\w.-]|source |\. |(bash|sh|zsh|node|npx|npm|pnpm|yarn|bun|deno|python3?|ruby|perl|php|go|cargo|make|just|task|gradle|mvn|terraform|tofu|pwsh|uv|poetry|tox|docker|gh)\s)/m
const plainWrite = /^\s*(-\s+)?(echo|printf|\w+=.*;?\s*echo)\s+["']?[\w-]+(=|<<)/

const mayWrite = (script: string, output: string): boolean => {
  if (script.includes(output)) return true
  const writes = script.split('\n').filter((line) => /GITHUB_OUTPUT|set-output/.test(line))
  return writes.length > 0 ? !writes.every((line) => plainWrite.test(line)) : program.test(script)
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
  if (output === undefined || !step.run || mayWrite(step.run.text, output)) return undefined
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
