// One resource of a running operation: what providers are called with, and how a call is cancelled.
import { setMaxListeners } from 'node:events'
import type { ResourceContext } from '../service.ts'
import type { Engine } from './engine.ts'
import type { Stack, Target } from './stack.ts'

/** What the work on a stack's resources shares. */
export interface Work {
  readonly engine: Engine
  readonly stack: Stack
  readonly target: Target
  /** Aborted when the operation is cancelled, when a sibling failed, or when the local AWS stops. */
  readonly signal: AbortSignal
}

/** Thrown for a resource whose work was cut short by something else. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** The promise's outcome, or Cancelled as soon as the signal aborts. */
export const cancellable = <Value>(working: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const cancel = () => reject(new Cancelled())
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    working.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel))
  })

/** One signal for several reasons to stop; a stack may have hundreds of resources listening to it. */
export const anySignal = (signals: readonly AbortSignal[]): AbortSignal => {
  const signal = AbortSignal.any([...signals])
  setMaxListeners(0, signal)
  return signal
}

/** What a provider is told about the resource. */
export const contextOf = (
  { engine: { world }, stack, signal }: Omit<Work, 'target'>,
  logicalId: string,
): ResourceContext => ({
  stackName: stack.name,
  stackId: stack.id,
  logicalId,
  call: { account: world.account, region: world.region, principal: `arn:aws:iam::${world.account}:root` },
  world,
  physicalName: (max) => physicalNameOf({ stackName: stack.name, logicalId, suffix: world.id() }, max),
  signal,
})

interface NameParts {
  readonly stackName: string
  readonly logicalId: string
  readonly suffix: string
}

// `<stack>-<logical id>-<12 random characters>`; when that is too long, stack and logical id are cut to fit.
const physicalNameOf = ({ stackName, logicalId, suffix }: NameParts, max = 255): string => {
  const random = suffix.replaceAll('-', '').toUpperCase().slice(0, 12)
  const room = max - random.length - 2
  if (stackName.length + logicalId.length <= room) return `${stackName}-${logicalId}-${random}`
  const logical = logicalId.slice(0, Math.max(Math.ceil(room / 2), room - stackName.length))
  const stack = stackName.slice(0, room - logical.length)
  return [stack, logical, random].filter(Boolean).join('-').slice(0, max)
}
