// Removes resources against the direction of their dependencies.
import { moveResource } from './record-event.ts'
import { contextOf, type Work } from './resource-work.ts'
import type { StackResource } from './stack.ts'

/** What to remove, and how. */
export interface Removal {
  readonly resources: readonly StackResource[]
  /** `replaced` asks UpdateReplacePolicy, the others DeletionPolicy; `created` also removes RetainExceptOnCreate. */
  readonly why: 'deleted' | 'created' | 'replaced'
  /** Logical ids that are left alone. */
  readonly retained?: readonly string[]
}

/** Removes resources, each after what needs it; gives the logical ids that could not be removed. */
export const removeResources = async (
  work: Omit<Work, 'target'>,
  { resources, why, retained = [] }: Removal,
): Promise<readonly string[]> => {
  const { engine, stack } = work
  const failed: string[] = []
  const visits = new Map<StackResource, Promise<boolean>>()
  const visit = (resource: StackResource): Promise<boolean> => {
    const known = visits.get(resource)
    if (known) return known
    const visiting = remove(resource)
    visits.set(resource, visiting)
    return visiting
  }
  const remove = async (resource: StackResource): Promise<boolean> => {
    const users = resources.filter(
      (other) => other.logicalId !== resource.logicalId && other.needs.includes(resource.logicalId),
    )
    const gone = await Promise.all(users.map(visit))
    if (gone.includes(false)) return false
    await resource.unfinished
    if (resource.status === 'DELETE_COMPLETE' || resource.status === 'DELETE_SKIPPED') return true
    if (resource.made && (isKept(resource, why) || retained.includes(resource.logicalId))) {
      moveResource(engine, stack, { resource, status: 'DELETE_SKIPPED' })
      return true
    }
    if (resource.made) moveResource(engine, stack, { resource, status: 'DELETE_IN_PROGRESS' })
    try {
      if (resource.made) {
        const provider = engine.provider(resource.type)
        await provider?.remove?.(resource.made, resource.properties, contextOf(work, resource.logicalId))
      }
      moveResource(engine, stack, { resource, status: 'DELETE_COMPLETE' })
      return true
    } catch (error) {
      failed.push(resource.logicalId)
      moveResource(engine, stack, {
        resource,
        status: 'DELETE_FAILED',
        reason: error instanceof Error ? error.message : String(error),
      })
      return false
    }
  }
  await Promise.all(resources.map(visit))
  return failed
}

const isKept = ({ deletionPolicy, updateReplacePolicy }: StackResource, why: Removal['why']): boolean => {
  const policy = why === 'replaced' ? updateReplacePolicy : deletionPolicy
  return policy === 'Retain' || (policy === 'RetainExceptOnCreate' && why !== 'created')
}
