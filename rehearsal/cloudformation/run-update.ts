// UPDATE_IN_PROGRESS to UPDATE_COMPLETE, or back to what the stack was before.
import { includedResources } from '#cfn/analysis/included.ts'
import { buildResources, failureReason } from './build-resources.ts'
import type { Engine } from './engine.ts'
import { exportProblem } from './exports.ts'
import { moveStack } from './record-event.ts'
import { removeResources } from './remove-resources.ts'
import { resolveOutputs } from './resolve-outputs.ts'
import { rollBack } from './roll-back.ts'
import type { Before, Stack, Target } from './stack.ts'
import { stackPolicyProblem } from './stack-policy.ts'
import { importNames, stackScope } from './stack-scope.ts'

/** An update to run. */
export interface Update {
  readonly target: Target
  readonly disableRollback: boolean
  readonly signal: AbortSignal
}

/** Updates a stack's resources. Resolves when the stack has come to rest. */
export const runUpdate = async (
  engine: Engine,
  stack: Stack,
  { target, disableRollback, signal }: Update,
): Promise<void> => {
  const before: Before = stack.before ?? {
    target: stack.target as Target,
    outputs: stack.outputs,
    imports: stack.imports,
    resources: new Map([...stack.resources].map(([logicalId, resource]) => [logicalId, { ...resource }])),
  }
  stack.target = target
  const reason = await build(engine, stack, { target, signal })
  if (engine.world.signal.aborted) return
  if (reason === undefined) {
    stack.before = undefined
    return cleanUp(engine, stack)
  }
  if (disableRollback && !signal.aborted) {
    stack.before = before
    return moveStack(engine, stack, 'UPDATE_FAILED', reason)
  }
  await rollBack(engine, stack, { before, reason: signal.aborted ? 'User Initiated' : reason })
}

const build = async (
  engine: Engine,
  stack: Stack,
  { target, signal }: Omit<Update, 'disableRollback'>,
): Promise<string | undefined> => {
  try {
    const scope = stackScope(engine, stack, target)
    const imports = importNames(scope)
    for (const name of imports) scope.exported(name)
    const denied = deletionDenied(stack, includedResources(scope))
    if (denied) return denied
    const failures = await buildResources({ engine, stack, target, signal })
    if (signal.aborted || failures.created.length + failures.updated.length) return failureReason(failures)
    const outputs = resolveOutputs(scope)
    const problem = exportProblem(engine, stack, outputs)
    if (problem) return problem
    stack.outputs = outputs
    stack.imports = imports
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const deletionDenied = (stack: Stack, kept: readonly string[]): string | undefined =>
  [...stack.resources.values()]
    .filter(({ logicalId }) => !kept.includes(logicalId))
    .map(({ logicalId, type }) => stackPolicyProblem(stack.policy, { action: 'Update:Delete', logicalId, type }))
    .find((problem) => problem !== undefined)

// Resources the new template does not have go last, together with the replaced ones.
const cleanUp = async (engine: Engine, stack: Stack): Promise<void> => {
  moveStack(engine, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  const work = { engine, stack, signal: engine.world.signal }
  const kept = new Set(includedResources(stackScope(engine, stack, stack.target as Target)))
  const dropped = [...stack.resources.values()].filter(({ logicalId }) => !kept.has(logicalId))
  const replaced = stack.leftovers
  stack.leftovers = []
  const failed = [
    ...(await removeResources(work, { resources: replaced, why: 'replaced' })),
    ...(await removeResources(work, { resources: dropped, why: 'deleted' })),
  ]
  for (const { logicalId } of dropped) stack.resources.delete(logicalId)
  moveStack(
    engine,
    stack,
    'UPDATE_COMPLETE',
    failed.length ? 'Update successful. One or more resources could not be deleted.' : undefined,
  )
}
