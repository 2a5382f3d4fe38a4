import { type Event, fault } from '#model'
import { type Channel, channel } from './channel.ts'
import type { Clock } from './clock.ts'
import type { ActionState, Cloud } from './cloud/cloud.ts'
import { watchService } from './watch-service.ts'

/** What to watch: one execution of a pipeline, and the services it deploys to by the action that does it. */
export interface Watching {
  readonly cloud: Cloud
  readonly clock: Clock
  readonly pipeline: string
  /** The execution to follow; the newest one when left out. */
  readonly execution?: string
  /** Cluster and service behind the ECS actions, by action name. */
  readonly services: Readonly<Record<string, { readonly cluster: string; readonly service: string }>>
  /** How long to wait between two questions, in milliseconds. */
  readonly pause?: number
}

const ended = (status: string) => /^(Succeeded|Failed|Stopped|Superseded|Cancelled)$/.test(status)

const seconds = (action: ActionState): string =>
  action.startedAt && action.endedAt
    ? ` in ${((action.endedAt.getTime() - action.startedAt.getTime()) / 1000).toFixed(1)} s`
    : ''

interface Following {
  readonly to: Channel<Event>
  readonly watching: Watching
  readonly tokens: Map<string, string>
}

const say = ({ to, watching }: Following, subject: string, is: Event['is'], says: string) =>
  to.push({ at: watching.clock.now(), subject, is, says })

// One page while it runs; the rest of the log, page by page, once it has ended.
const streamLog = async (following: Following, action: ActionState) => {
  if (action.provider !== 'CodeBuild' || !action.externalId) return
  for (;;) {
    const token = following.tokens.get(action.id)
    const page = await following.watching.cloud.executions.buildLog(action.externalId, token)
    if (page.token) following.tokens.set(action.id, page.token)
    for (const line of page.lines.filter((each) => each.trim() !== ''))
      say(following, `${action.stage}/${action.action}`, 'progress', line)
    // The end of a log answers with the token it was asked with. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
    if (action.status === 'InProgress' || page.token === token) return
  }
}

// What changed of one action since it was last seen.
const report = async (following: Following, action: ActionState, before: ActionState | undefined) => {
  const subject = `${action.stage}/${action.action}`
  if (!before) say(following, subject, 'started', action.provider)
  await streamLog(following, action)
  if (before?.status === action.status || action.status === 'InProgress') return
  if (action.status === 'Succeeded') say(following, subject, 'done', `succeeded${seconds(action)}`)
  else
    say(
      following,
      subject,
      'failed',
      `${action.status.toLowerCase()}${seconds(action)}${action.summary ? `: ${action.summary}` : ''}`,
    )
}

const executionToWatch = async ({ cloud, clock, pipeline, execution }: Watching): Promise<string> => {
  if (execution) return execution
  const latest = await cloud.executions.latest(pipeline)
  if (latest) return latest.id
  throw fault({
    at: `pipeline ${pipeline}`,
    code: 'nothing-to-watch',
    says: `nothing has run yet (looked at ${clock.now().toISOString()})`,
    fix: 'merge into the release branch, or start it: "aws codepipeline start-pipeline-execution"',
    exit: 1,
  })
}

const follow = async (following: Following, id: string): Promise<void> => {
  const { cloud, clock, pipeline, services, pause = 1000 } = following.watching
  const seen = new Map<string, ActionState>()
  const rollouts: Promise<void>[] = []
  for (;;) {
    const execution = await cloud.executions.observe(pipeline, id)
    for (const action of await cloud.executions.actions(pipeline, id)) {
      const before = seen.get(action.id)
      seen.set(action.id, action)
      const service = services[action.action]
      if (!before && service && action.provider === 'ECS') {
        const since = action.startedAt ?? clock.now()
        const over = () => seen.get(action.id)?.status !== 'InProgress'
        const rollout = watchService(following.watching, { ...service, since, over }, following.to)
        // It is awaited at the end; until then a rejection is no unhandled one.
        rollout.catch(() => {})
        rollouts.push(rollout)
      }
      if (before?.status !== action.status || action.status === 'InProgress') await report(following, action, before)
    }
    if (ended(execution.status)) {
      await Promise.all(rollouts)
      const is = execution.status === 'Succeeded' ? 'done' : 'failed'
      return say(
        following,
        pipeline,
        is,
        `${execution.status.toLowerCase()}${execution.revision ? ` at ${execution.revision.slice(0, 12)}` : ''}`,
      )
    }
    await clock.sleep(pause)
  }
}

/** Follows one pipeline execution to its end: stages, build logs as they are written, rollouts with the reasons of stopped tasks. */
export async function* watch(watching: Watching): AsyncIterable<Event> {
  const id = await executionToWatch(watching)
  const to = channel<Event>()
  const following: Following = { to, watching, tokens: new Map() }
  say(following, watching.pipeline, 'started', `execution ${id}`)
  const all = follow(following, id).finally(to.close)
  // It is awaited once everything said is read; until then a rejection is no unhandled one.
  all.catch(() => {})
  yield* to
  await all
}
