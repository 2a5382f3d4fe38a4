import type { Event } from '#model'
import type { Channel } from './channel.ts'
import type { Clock } from './clock.ts'
import type { Cloud, RolloutStatus, ServiceState, StoppedTask } from './cloud/cloud.ts'

/** The rollout to follow. Events and tasks from before `since` belong to earlier ones. */
export interface Rollout {
  readonly cluster: string
  readonly service: string
  readonly since: Date
  /** True once whoever started this rollout has ended. */
  readonly over: () => boolean
}

interface Watching {
  readonly cloud: Cloud
  readonly clock: Clock
  readonly pause?: number
}

// A task that made room for its successor, or for fewer tasks, stopped as it should.
const isReplaced = (task: StoppedTask) => task.reason.startsWith('Scaling activity initiated by')

const explain = (task: StoppedTask): readonly string[] => [
  `task ${task.task.slice(0, 8)} stopped: ${task.reason}${task.containers
    .map(({ name, exitCode, reason }) =>
      [` (${name}`, exitCode === undefined ? '' : ` exited with ${exitCode}`, reason ? `: ${reason}` : '', ')'].join(
        '',
      ),
    )
    .join('')}`,
  ...task.lastLines.slice(-5).map((line) => `  ${task.task.slice(0, 8)} | ${line}`),
]

const verdicts: Partial<Record<RolloutStatus, 'done' | 'failed'>> = {
  SUCCESSFUL: 'done',
  STOPPED: 'failed',
  ROLLBACK_SUCCESSFUL: 'failed',
  ROLLBACK_FAILED: 'failed',
}

/**
 * Follows the rollout of a service to its end: its events, and for each task that stopped along the way the reason and
 * its last log lines, read before a rollback takes them away. Ends without a verdict when `over` says that whoever
 * started the rollout is done and none has begun.
 */
export const watchService = async (watching: Watching, rollout: Rollout, to: Channel<Event>): Promise<void> => {
  const { cloud, clock, pause = 1000 } = watching
  const { cluster, service, since } = rollout
  const say = (is: Event['is'], says: string) => to.push({ at: clock.now(), subject: `service ${service}`, is, says })
  const told = new Set<string>()
  const tell = async (state: ServiceState) => {
    for (const event of state.events.filter(({ id, at }) => at >= since && !told.has(id)).reverse()) {
      told.add(event.id)
      say('progress', event.says.replace(`(service ${service}) `, ''))
    }
    for (const task of await cloud.services.stopped(cluster, service)) {
      const isOld = task.stoppedAt === undefined || task.stoppedAt < since
      if (isOld || told.has(task.task) || isReplaced(task)) continue
      told.add(task.task)
      for (const line of explain(task)) say('progress', line)
    }
  }
  for (;;) {
    const over = rollout.over()
    const state = await cloud.services.observe(cluster, service)
    if (!state) return say('failed', 'the service does not exist')
    await tell(state)
    const newest = state.rollouts.find(({ at }) => at >= since)
    const verdict = newest && verdicts[newest.status]
    if (newest && verdict) {
      await tell(state)
      return say(
        verdict,
        `${newest.status}${newest.reason ? `: ${newest.reason}` : ''}; ${state.running} of ${state.desired} tasks run`,
      )
    }
    if (!newest && over) return
    await clock.sleep(pause)
  }
}
