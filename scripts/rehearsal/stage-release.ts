import { type Delivery, type Environment, type Event, fault } from '#model'
import type { Cloud } from '#pipelines/cloud/cloud.ts'
import { eventText } from '#pipelines/print/text.ts'
import { watch } from '#pipelines/watch.ts'
import { watchedPipeline } from '#pipelines/watched.ts'
import { paint } from '../paint.ts'
import { systemClock } from '../session.ts'
import type { Screen } from './screen.ts'

/** What a release is watched with. */
export interface ReleaseGiven {
  readonly cloud: Cloud
  readonly delivery: Delivery
  readonly environment: Environment
  readonly screen: Screen
}

/** How a release ended, and what the watcher said about it. */
export interface Released {
  readonly succeeded: boolean
  readonly events: readonly Event[]
}

const eventually = async <T>(ask: () => Promise<T | undefined>, what: string): Promise<T> => {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await systemClock.sleep(150)
  }
  throw fault({
    at: 'rehearsal',
    code: 'pipeline-did-not-start',
    says: `${what} did not happen within 30 s`,
    fix: 'run "launchway watch" against the printed endpoint, and report what both print',
    exit: 1,
  })
}

/** Waits for the pipeline to start by itself on a commit, then follows that execution to its end, printing what it says. */
export const followRelease = async (
  given: ReleaseGiven,
  commit: string,
  before: string | undefined,
): Promise<Released> => {
  const { cloud, screen } = given
  const watched = await watchedPipeline(cloud, given.delivery, given.environment)
  const execution = await eventually(
    async () => {
      const latest = await cloud.executions.latest(watched.pipeline)
      return latest && latest.id !== before ? latest : undefined
    },
    `an execution of ${watched.pipeline} for ${commit.slice(0, 12)}`,
  )
  const events: Event[] = []
  for await (const event of watch({ cloud, clock: systemClock, ...watched, execution: execution.id, pause: 700 })) {
    events.push(event)
    screen.event(eventText(event, paint))
  }
  const last = events.findLast((event) => event.subject === watched.pipeline)
  return { succeeded: last?.is === 'done', events }
}

/** The newest execution of the pipeline, so that the next one can be told from it. */
export const newestExecution = async ({ cloud, delivery, environment }: ReleaseGiven): Promise<string | undefined> => {
  const { pipeline } = await watchedPipeline(cloud, delivery, environment)
  return (await cloud.executions.latest(pipeline))?.id
}
