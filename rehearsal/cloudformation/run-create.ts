// CREATE_IN_PROGRESS to CREATE_COMPLETE, or back to nothing.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
import { buildResources, failureReason } from './build-resources.ts'
import type { Engine } from './engine.ts'
import { exportProblem } from './exports.ts'
import type { OnFailure } from './on-failure.ts'
import { moveStack } from './record-event.ts'
import { removeResources } from './remove-resources.ts'
import { resolveOutputs } from './resolve-outputs.ts'
import type { Stack, Target } from './stack.ts'
import { importNames, stackScope } from './stack-scope.ts'

/** A creation to run. */
export interface Creation {
  readonly target: Target
  readonly onFailure: OnFailure
  readonly signal: AbortSignal
}

/** Creates a stack's resources. Resolves when the stack has come to rest. */
export const runCreate = async (
  engine: Engine,
  stack: Stack,
  { target, onFailure, signal }: Creation,
): Promise<void> => {
  const reason = await build(engine, stack, { target, signal })
  if (signal.aborted) return
  if (reason === undefined) return moveStack(engine, stack, 'CREATE_COMPLETE')
  if (onFailure === 'DO_NOTHING') return moveStack(engine, stack, 'CREATE_FAILED', reason)
  const deleting = onFailure === 'DELETE'
  await undoCreate(engine, stack, {
    deleting,
    reason: `${reason}${deleting ? 'Delete' : 'Rollback'} requested by user.`,
  })
}

/** Removes what a creation made: to ROLLBACK_COMPLETE, or to DELETE_COMPLETE when the stack goes as well. */
export const undoCreate = async (
  engine: Engine,
  stack: Stack,
  { deleting, reason }: { deleting: boolean; reason: string },
): Promise<void> => {
  moveStack(engine, stack, deleting ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS', reason)
  const failed = await removeResources(
    { engine, stack, signal: engine.world.signal },
    { resources: [...stack.resources.values(), ...stack.leftovers], why: 'created' },
  )
  stack.leftovers = []
  stack.outputs = []
  stack.imports = new Set()
  if (failed.length) {
    const left = `The following resource(s) failed to delete: [${failed.join(', ')}]. `
    return moveStack(engine, stack, deleting ? 'DELETE_FAILED' : 'ROLLBACK_FAILED', left)
  }
  if (deleting) stack.deleted = engine.world.clock.now()
  moveStack(engine, stack, deleting ? 'DELETE_COMPLETE' : 'ROLLBACK_COMPLETE')
}

// Undefined when everything was made; otherwise the reason, ending in a blank as AWS's does.
const build = async (
  engine: Engine,
  stack: Stack,
  { target, signal }: Omit<Creation, 'onFailure'>,
): Promise<string | undefined> => {
  try {
    const scope = stackScope(engine, stack, target)
    const imports = importNames(scope)
    for (const name of imports) scope.exported(name)
    const failures = await buildResources({ engine, stack, target, signal })
    if (failures.created.length + failures.updated.length) return failureReason(failures)
    if (signal.aborted) return ''
    const outputs = resolveOutputs(scope)
    const problem = exportProblem(engine, stack, outputs)
    if (problem) return `${problem}. `
    stack.outputs = outputs
    stack.imports = imports
    return undefined
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} `
  }
}
