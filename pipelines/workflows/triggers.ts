// A workflow starts when any of its jobs must; a job that must not run for all of that carries a condition.
import { fault, type Job, type Trigger, type Workflow } from '#model'
import type { OnMappingStrict } from './workflow-types.generated.ts'

const branchOf = (trigger: Trigger): string => trigger.branch ?? ''
const pathsOf = (trigger: Trigger): string => ('paths' in trigger ? (trigger.paths ?? []).join() : '')
const isSame = (a: Trigger, b: Trigger): boolean => a.on === b.on && branchOf(a) === branchOf(b)

const allTriggers = (of: Workflow): readonly Trigger[] => {
  const all = of.jobs.flatMap((each) => each.on)
  return all.filter((each, at) => all.findIndex((other) => isSame(each, other)) === at)
}

const filterOf = (of: Workflow, on: 'push' | 'pull_request') => {
  const all = of.jobs.flatMap((each) => each.on).filter((each) => each.on === on)
  const first = all[0]
  if (!first) return undefined
  // GitHub tells a run neither which paths changed nor which filter let it in, so no `if` could tell the jobs apart.
  if (all.some((each) => pathsOf(each) !== pathsOf(first)))
    throw fault({
      code: 'workflow-paths-differ',
      at: `workflow ${of.name}`,
      says: `its jobs start on ${on} of different paths`,
      fix: 'give all of them the same paths, or put them into two workflows',
    })
  return {
    branches: [...new Set(all.map(branchOf))],
    ...('paths' in first && first.paths && { paths: first.paths }),
  }
}

/** What starts a workflow: the union of what starts its jobs. */
export const triggersOf = (of: Workflow): OnMappingStrict => {
  const push = filterOf(of, 'push')
  const pull = filterOf(of, 'pull_request')
  const crons = allTriggers(of).flatMap((each) => (each.on === 'schedule' ? [each.cron] : []))
  const manual = allTriggers(of).some((each) => each.on === 'workflow_dispatch')
  return {
    ...(push && { push }),
    ...(pull && { pull_request: pull }),
    ...(crons.length > 0 && { schedule: [...new Set(crons)].map((cron) => ({ cron })) }),
    ...(manual && { workflow_dispatch: choiceOf(of) }),
  }
}

const choiceOf = (of: Workflow) => {
  const options = allTriggers(of).flatMap((each) => ('environments' in each ? each.environments : []))
  if (options.length === 0) return null
  const environment = {
    description: 'The environment',
    type: 'choice' as const,
    required: true,
    options: [...new Set(options)],
  }
  return { inputs: { environment } }
}

const conditionOn = (trigger: Trigger): string => {
  const event = `github.event_name == '${trigger.on}'`
  if (trigger.on === 'push') return `${event} && github.ref == 'refs/heads/${trigger.branch}'`
  if (trigger.on === 'pull_request') return `${event} && github.base_ref == '${trigger.branch}'`
  return event
}

/** The condition that keeps a job out of the runs that only other jobs of the workflow asked for, if there are any. */
export const conditionOf = (of: Workflow, job: Job): string | undefined => {
  const all = allTriggers(of)
  if (all.every((each) => job.on.some((own) => isSame(own, each)))) return undefined
  const several = job.on.length > 1
  return job.on.map((each) => (several ? `(${conditionOn(each)})` : conditionOn(each))).join(' || ')
}
