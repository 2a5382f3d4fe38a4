// DELETE_IN_PROGRESS to DELETE_COMPLETE, or DELETE_FAILED with what is left.
import type { Engine } from './engine.ts'
import { exportProblem } from './exports.ts'
import { moveStack } from './record-event.ts'
import { removeResources } from './remove-resources.ts'
import type { Stack } from './stack.ts'

/** Marks a stack as being deleted. False when an export in use cancels that: the stack keeps the status it had. */
export const enterDelete = (engine: Engine, stack: Stack): boolean => {
  const previous = stack.status
  const problem = exportProblem(engine, stack, [])
  moveStack(engine, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  if (problem) moveStack(engine, stack, previous, problem)
  return problem === undefined
}

/** Deletes a stack's resources. Resolves when the stack has come to rest. */
export const runDelete = async (engine: Engine, stack: Stack, retained: readonly string[]): Promise<void> => {
  const resources = [...stack.resources.values(), ...stack.leftovers]
  stack.leftovers = []
  const failed = await removeResources(
    { engine, stack, signal: engine.world.signal },
    { resources, why: 'deleted', retained },
  )
  if (failed.length) {
    return moveStack(
      engine,
      stack,
      'DELETE_FAILED',
      `The following resource(s) failed to delete: [${failed.join(', ')}]. `,
    )
  }
  stack.outputs = []
  stack.imports = new Set()
  stack.deleted = engine.world.clock.now()
  moveStack(engine, stack, 'DELETE_COMPLETE')
}
