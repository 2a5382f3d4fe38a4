// A cloud in memory whose answers a test writes down: each question gets the next answer, the last one for ever.

import type { ActionState, Cloud, Execution, ServiceState, StoppedTask } from '#pipelines/cloud/index.ts'
import { type FakeClock, fakeClock } from '#rehearsal/clock.ts'

const start = new Date('2026-01-01T00:00:00Z')

/** A moment of these tests, in seconds after their start. */
export const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000)

/** What AWS answers, one question after the other. */
export interface Script {
  readonly latest?: Execution
  readonly executions?: readonly Partial<Execution>[]
  readonly actions?: readonly (readonly ActionState[])[]
  /** Pages of the build's log; the token is the number of the next page. */
  readonly log?: readonly (readonly string[])[]
  readonly services?: readonly (ServiceState | undefined)[]
  readonly stopped?: readonly (readonly StoppedTask[])[]
}

const turns = <T>(answers: readonly T[]): (() => Promise<T>) => {
  let turn = 0
  return async () => {
    const answer = answers[Math.min(turn++, answers.length - 1)]
    if (turn > 500) throw new Error('asked 500 times: nothing ends this')
    return answer as T
  }
}

const never = () => Promise.reject(new Error('this test does not expect this call'))

/** That cloud. */
export const aCloud = (script: Script): Cloud => {
  const execution = turns(script.executions ?? [{ status: 'Succeeded' }])
  const log = script.log ?? []
  return {
    account: never,
    objects: { put: never, urlOf: () => '' },
    stacks: {
      observe: never,
      exports: never,
      prepare: never,
      discard: never,
      execute: never,
      events: never,
      remove: never,
    },
    executions: {
      latest: async () => script.latest,
      observe: async (_, id) => ({ id, status: 'InProgress', ...(await execution()) }),
      actions: turns(script.actions ?? [[]]),
      buildLog: async (_, token) => {
        const page = Number(token ?? 0)
        return { lines: log[page] ?? [], token: String(Math.min(page + 1, log.length)) }
      },
    },
    services: { observe: turns(script.services ?? [undefined]), stopped: turns(script.stopped ?? [[]]) },
  }
}

/** A clock that goes on by itself whenever someone sleeps. */
export const hurryingClock = (): FakeClock => {
  const clock = fakeClock(start)
  return {
    ...clock,
    sleep: async (milliseconds) => {
      const slept = clock.sleep(milliseconds)
      await clock.advance(milliseconds)
      await slept
    },
  }
}

/** An action of a pipeline, under way unless told. */
export const anAction = (stage: string, more: Partial<ActionState> = {}): ActionState => ({
  id: stage,
  stage,
  action: stage,
  provider: 'CodeBuild',
  status: 'InProgress',
  startedAt: at(0),
  ...more,
})

/** A service with one rollout in this state, begun at the start. */
export const aService = (
  status: ServiceState['rollouts'][number]['status'],
  more: Partial<ServiceState> & { readonly reason?: string } = {},
): ServiceState => {
  const { reason, ...rest } = more
  return {
    service: 'api',
    desired: 2,
    running: 2,
    events: [],
    rollouts: [{ id: 'one', at: at(0), status, ...(reason && { reason }) }],
    ...rest,
  }
}
