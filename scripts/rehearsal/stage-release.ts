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

/** What is followed: the execution that a commit starts, the newest one before it, and who wants to know that tasks are replaced. */
export interface Following {
  readonly commit: string
  readonly before: string | undefined
  readonly onRollout?: () => void
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
  { commit, before, onRollout }: Following,
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
  const rollouts = Object.keys(watched.services)
  const events: Event[] = []
  for await (const event of watch({ cloud, clock: systemClock, ...watched, execution: execution.id, pause: 700 })) {
    events.push(event)
    screen.event(eventText(event, paint))
    if (event.is === 'started' && rollouts.some((action) => event.subject.endsWith(`/${action}`))) onRollout?.()
  }
  const last = events.findLast((event) => event.subject === watched.pipeline)
  return { succeeded: last?.is === 'done', events }
}

/** The newest execution of the pipeline, so that the next one can be told from it. */
export const newestExecution = async ({ cloud, delivery, environment }: ReleaseGiven): Promise<string | undefined> => {
  const { pipeline } = await watchedPipeline(cloud, delivery, environment)
  return (await cloud.executions.latest(pipeline))?.id
}
