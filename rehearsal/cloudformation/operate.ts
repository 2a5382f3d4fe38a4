// Starts stack operations: one at a time per stack, each answered at once and carried on in the background.
import type { Engine } from './engine.ts'
import type { OnFailure } from './on-failure.ts'
import { moveStack } from './record-event.ts'
import { anySignal } from './resource-work.ts'
import { rollBack } from './roll-back.ts'
import { runCreate, undoCreate } from './run-create.ts'
import { enterDelete, runDelete } from './run-delete.ts'
import { runUpdate } from './run-update.ts'
import type { Before, Stack, Target } from './stack.ts'

/** Why a running operation is aborted: a deletion takes its place, or a person cancels the update. */
export type AbortReason = 'deleted' | 'cancelled'

/** A stack that has no operation yet, added to the engine. */
export const addStack = (
  engine: Engine,
  given: { name: string; parentId?: string; rootId?: string; id?: string },
): Stack => {
  const { world } = engine
  const stack: Stack = {
    id: given.id ?? stackIdOf(engine, given.name),
    name: given.name,
    created: world.clock.now(),
    status: 'REVIEW_IN_PROGRESS',
    outputs: [],
    imports: new Set(),
    resources: new Map(),
    events: [],
    leftovers: [],
    terminationProtection: false,
    disableRollback: false,
    generation: 0,
    parentId: given.parentId,
    rootId: given.rootId,
  }
  engine.stacks.set(stack.id, stack)
  return stack
}

/** A fresh stack id. */
export const stackIdOf = ({ world }: Engine, name: string): string =>
  `arn:aws:cloudformation:${world.region}:${world.account}:stack/${name}/${world.id()}`

interface Starting {
  readonly token?: string | undefined
  readonly run: (signal: AbortSignal) => Promise<void>
}

const start = (engine: Engine, stack: Stack, { token, run }: Starting): Promise<void> => {
  const abort = new AbortController()
  stack.generation += 1
  stack.lastToken = token
  const running = Promise.resolve().then(() => run(anySignal([abort.signal, engine.world.signal])))
  const done = running
    .catch((error: unknown) => {
      const says = `internal failure: ${error instanceof Error ? error.stack : String(error)}`
      engine.world.notice({ from: 'cloudformation', subject: stack.name, says })
    })
    .finally(() => {
      if (stack.running?.done === done) stack.running = undefined
    })
  stack.running = { abort, token, done }
  return done
}

/** Creates a stack's resources in the background; the promise resolves when the stack rests. */
export const startCreate = (
  engine: Engine,
  stack: Stack,
  { target, onFailure, token }: { target: Target; onFailure: OnFailure; token?: string | undefined },
): Promise<void> => {
  stack.target = target
  stack.lastToken = token
  moveStack(engine, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  return start(engine, stack, { token, run: (signal) => runCreate(engine, stack, { target, onFailure, signal }) })
}

/** Updates a stack's resources in the background. */
export const startUpdate = (
  engine: Engine,
  stack: Stack,
  { target, disableRollback, token }: { target: Target; disableRollback: boolean; token?: string | undefined },
): Promise<void> => {
  stack.updated = engine.world.clock.now()
  stack.lastToken = token
  moveStack(engine, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  return start(engine, stack, { token, run: (signal) => runUpdate(engine, stack, { target, disableRollback, signal }) })
}

/** Deletes a stack in the background; a creation under way is cut short first. */
export const startDelete = (
  engine: Engine,
  stack: Stack,
  { retained = [], token }: { retained?: readonly string[]; token?: string | undefined } = {},
): Promise<void> => {
  stack.lastToken = token
  if (!enterDelete(engine, stack)) return Promise.resolve()
  const before = stack.running
  before?.abort.abort('deleted' satisfies AbortReason)
  return start(engine, stack, {
    token,
    run: async () => {
      await before?.done
      await runDelete(engine, stack, retained)
    },
  })
}

/** Carries on a rollback that failed. */
export const startContinueRollback = (
  engine: Engine,
  stack: Stack,
  { before, skipped, token }: { before: Before; skipped: readonly string[]; token?: string | undefined },
): Promise<void> =>
  start(engine, stack, { token, run: () => rollBack(engine, stack, { before, skipped, reason: 'User Initiated' }) })

/** Rolls back a stack whose creation failed and was left as it was. */
export const startUndoCreate = (engine: Engine, stack: Stack, token?: string): Promise<void> =>
  start(engine, stack, { token, run: () => undoCreate(engine, stack, { deleting: false, reason: 'User Initiated' }) })
