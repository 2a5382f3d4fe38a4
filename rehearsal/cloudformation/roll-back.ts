// UPDATE_ROLLBACK_IN_PROGRESS: every changed resource gets its old properties back, new ones are removed.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
import { same } from '#cfn/analysis/differences.ts'
import type { Engine } from './engine.ts'
import { moveResource, moveStack } from './record-event.ts'
import { removeResources } from './remove-resources.ts'
import type { Work } from './resource-work.ts'
import { sendUpdate } from './settle-resource.ts'
import type { Before, Stack, StackResource } from './stack.ts'

/** A rollback to run. */
export interface Rollback {
  readonly before: Before
  readonly reason: string
  /** Resources that a person gave up on; they are taken to be as they were. */
  readonly skipped?: readonly string[]
}

/** Rolls a stack back. Resolves when it has come to rest. */
export const rollBack = async (
  engine: Engine,
  stack: Stack,
  { before, reason, skipped = [] }: Rollback,
): Promise<void> => {
  moveStack(engine, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason)
  const work = { engine, stack, signal: engine.world.signal }
  await Promise.all([...stack.resources.values()].map(({ unfinished }) => unfinished))
  const added = [...stack.resources.values()].filter(({ logicalId }) => !before.resources.has(logicalId))
  const failed = await restoreAll(work, { before, skipped })
  if (failed.length) {
    stack.before = before
    return moveStack(
      engine,
      stack,
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: [${failed.join(', ')}]. `,
    )
  }
  stack.before = undefined
  stack.target = before.target
  stack.outputs = before.outputs
  stack.imports = before.imports
  moveStack(engine, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  // Leftovers hold both sides of replacements; what the stack uses again stays.
  const used = new Set([...stack.resources.values()].map(({ made }) => made?.physicalId))
  const resources = [...stack.leftovers.filter(({ made }) => !used.has(made?.physicalId)), ...added]
  stack.leftovers = []
  await removeResources(work, { resources, why: 'created' })
  for (const { logicalId } of added) stack.resources.delete(logicalId)
  moveStack(engine, stack, 'UPDATE_ROLLBACK_COMPLETE')
}

const restoreAll = async (
  work: Omit<Work, 'target'>,
  { before, skipped }: Pick<Rollback, 'before' | 'skipped'>,
): Promise<readonly string[]> => {
  const failed: string[] = []
  const visits = new Map<string, Promise<boolean>>()
  const visit = (logicalId: string): Promise<boolean> => {
    const known = visits.get(logicalId)
    if (known) return known
    const visiting = restoreAfterNeeds(logicalId)
    visits.set(logicalId, visiting)
    return visiting
  }
  const restoreAfterNeeds = async (logicalId: string): Promise<boolean> => {
    const old = before.resources.get(logicalId)
    if (!old) return true
    const ready = await Promise.all(old.needs.map(visit))
    if (ready.includes(false)) return false
    const restored = await restore(work, old, skipped?.includes(logicalId) ?? false)
    if (!restored) failed.push(logicalId)
    return restored
  }
  await Promise.all([...before.resources.keys()].map(visit))
  return failed
}

const restore = async (work: Omit<Work, 'target'>, old: StackResource, skipped: boolean): Promise<boolean> => {
  const { engine, stack } = work
  const now = stack.resources.get(old.logicalId)
  const back: StackResource = { ...old }
  const moved = now !== undefined && now.made?.physicalId !== old.made?.physicalId
  // What the old physical resource has now: a replaced one may have been changed in place before it was replaced.
  const standing = moved ? stack.leftovers.find(({ made }) => made?.physicalId === old.made?.physicalId) : now
  const present = standing?.attempted ?? standing?.properties
  const differs = present !== undefined && !same(present, old.properties)
  const changed = now !== undefined && (moved || differs || now.status.endsWith('_FAILED'))
  stack.resources.set(old.logicalId, back)
  if (!changed) return true
  if (moved) stack.leftovers.push(now)
  moveResource(engine, stack, { resource: back, status: 'UPDATE_IN_PROGRESS' })
  try {
    const provider = engine.provider(old.type)
    if (provider && old.made && present && differs && !skipped) {
      back.made = await sendUpdate(work, { resource: back, before: present, after: old.properties, provider })
    }
    moveResource(engine, stack, {
      resource: back,
      status: 'UPDATE_COMPLETE',
      reason: skipped ? 'Resource skipped by user' : undefined,
    })
    return true
  } catch (error) {
    back.properties = standing?.properties ?? now.properties
    back.attempted = old.properties
    moveResource(engine, stack, {
      resource: back,
      status: 'UPDATE_FAILED',
      reason: error instanceof Error ? error.message : String(error),
    })
    return false
  }
}
