// Walks a target's resources along their dependencies, as many at once as the dependencies allow.
import { graphOf } from '#cfn/analysis/graph.ts'
import { includedResources } from '#cfn/analysis/included.ts'
import { anySignal, type Work } from './resource-work.ts'
import { settleResource } from './settle-resource.ts'
import { stackScope } from './stack-scope.ts'

/** The resources that did not come out right, by what was tried. */
export interface Failures {
  readonly created: readonly string[]
  readonly updated: readonly string[]
}

/** Settles every resource of the target. The first failure cancels what is still under way. */
export const buildResources = async ({ engine, stack, target, signal }: Work): Promise<Failures> => {
  const scope = stackScope(engine, stack, target)
  const graph = graphOf(target.template, includedResources(scope))
  const failure = new AbortController()
  const work: Work = { engine, stack, target, signal: anySignal([signal, failure.signal]) }
  const failures: { created: string[]; updated: string[] } = { created: [], updated: [] }
  const visits = new Map<string, Promise<boolean>>()
  const visit = (logicalId: string): Promise<boolean> => {
    const known = visits.get(logicalId)
    if (known) return known
    const visiting = settle(logicalId)
    visits.set(logicalId, visiting)
    return visiting
  }
  const settle = async (logicalId: string): Promise<boolean> => {
    const needs = graph[logicalId] ?? []
    const ready = await Promise.all(needs.map(visit))
    if (ready.includes(false) || work.signal.aborted) return false
    try {
      await settleResource(work, { logicalId, scope, needs })
      return true
    } catch {
      const creating = stack.resources.get(logicalId)?.status === 'CREATE_FAILED'
      failures[creating ? 'created' : 'updated'].push(logicalId)
      failure.abort()
      return false
    }
  }
  await Promise.all(Object.keys(graph).map(visit))
  return failures
}

/** The failures in the words of a stack event. */
export const failureReason = ({ created, updated }: Failures): string =>
  [
    ...(created.length ? [`The following resource(s) failed to create: [${[...created].join(', ')}]. `] : []),
    ...(updated.length ? [`The following resource(s) failed to update: [${[...updated].join(', ')}]. `] : []),
  ].join('')
