import { type Event, Fault, fault, type Plan, type StackChange } from '#model'
import { channel } from './channel.ts'
import type { Clock } from './clock.ts'
import type { Cloud } from './cloud/cloud.ts'
import { seenOf } from './plan.ts'
import { putStack } from './put-stack.ts'

/** What a deployment is given besides its plan. */
export interface RunGiven {
  readonly cloud: Cloud
  readonly clock: Clock
  /** Names this run's change sets and request tokens. */
  readonly run: string
}

// A stack that moved since the plan was made is not what the person agreed to.
const refuseStale = async (plan: Plan, cloud: Cloud) => {
  const moved = await Promise.all(
    plan.stacks.map(async ({ stack, seen }) => {
      const now = seenOf(await cloud.stacks.observe(stack.name))
      return now.startsWith(seen) ? [] : [stack.name]
    }),
  )
  const names = moved.flat()
  if (names.length > 0)
    throw fault({
      at: `stack ${names[0]}`,
      code: 'plan-is-stale',
      says: `changed since the plan was made: ${names.join(', ')}`,
      fix: 'run "launchway preview" again, read it, then deploy',
      exit: 1,
    })
}

const faultFrom = (error: unknown): Fault => {
  if (error instanceof Fault) return error
  throw error
}

/**
 * Executes a plan: stacks in the order of their imports, independent ones at the same time. The only writer of the
 * cloud. After a failure, stacks that do not depend on the failed one still finish; those that do are not started.
 */
export async function* run(plan: Plan, given: RunGiven): AsyncIterable<Event> {
  await refuseStale(plan, given.cloud)
  const events = channel<Event>()
  const ends = new Map<string, Promise<boolean>>()
  const say = (subject: string, is: Event['is'], says: string, problem?: Fault) =>
    events.push({ at: given.clock.now(), subject, is, says, ...(problem && { fault: problem }) })

  const put = async ({ stack, kind }: StackChange): Promise<boolean> => {
    const needed = await Promise.all(stack.needs.map((need) => ends.get(need) ?? true))
    if (needed.includes(false)) {
      say(stack.name, 'failed', 'not started: a stack it needs has failed')
      return false
    }
    say(stack.name, 'started', kind)
    try {
      const done = await putStack({ ...given, says: (text) => say(stack.name, 'progress', text) }, stack)
      say(stack.name, 'done', done.is)
      return true
    } catch (error) {
      const problem = faultFrom(error)
      say(stack.name, 'failed', problem.findings[0]?.says ?? problem.message, problem)
      return false
    }
  }

  for (const change of plan.stacks) ends.set(change.stack.name, put(change))
  const all = Promise.all(ends.values()).finally(events.close)
  // It is awaited once everything said is read; until then a rejection is no unhandled one.
  all.catch(() => {})
  yield* events
  await all
}
