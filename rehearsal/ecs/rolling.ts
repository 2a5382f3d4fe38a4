// The rolling deployment as a decision: from what is there to what to start and what to stop next. Pure.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html

/** A task as the decision sees it, from oldest to newest. */
export interface RollingTask {
  readonly id: string
  /** `starting`: not RUNNING yet. `waiting`: RUNNING, its checks have not passed yet. */
  readonly state: 'starting' | 'waiting' | 'healthy'
}

/** What the decision is about. Tasks that are being stopped are in neither list; they count for nothing. */
export interface Rollout {
  readonly desired: number
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
  /** Tasks of the primary deployment. */
  readonly current: readonly RollingTask[]
  /** Tasks of all other deployments. */
  readonly old: readonly RollingTask[]
  /** False while the scheduler may not start tasks: throttled, or a failed deployment without rollback. */
  readonly mayStart: boolean
}

/** What to do next. */
export interface Decision {
  readonly start: number
  readonly stop: readonly string[]
  /** The settings allow neither a start nor a stop, and nothing under way can change that. */
  readonly deadlock: boolean
}

/** The number of tasks that must stay healthy, and the number that may be starting or running. */
export const limits = (rollout: Pick<Rollout, 'desired' | 'minimumHealthyPercent' | 'maximumPercent'>) => ({
  minimum: Math.ceil((rollout.desired * rollout.minimumHealthyPercent) / 100),
  maximum: Math.floor((rollout.desired * rollout.maximumPercent) / 100),
})

const weakestFirst = (tasks: readonly RollingTask[]): RollingTask[] => {
  const rank = { starting: 0, waiting: 1, healthy: 2 }
  return [...tasks].sort((a, b) => rank[a.state] - rank[b.state])
}

/**
 * Old tasks are stopped when the new ones make them superfluous, or, down to the minimum, when there is no room to
 * start new ones. Tasks that serve nobody yet go first.
 */
export const decide = (rollout: Rollout): Decision => {
  const { minimum, maximum } = limits(rollout)
  const { desired, current, old } = rollout
  const excess = weakestFirst([...current].reverse()).slice(0, Math.max(0, current.length - desired))
  const kept = current.filter((task) => !excess.includes(task))
  const healthyNow = kept.filter((task) => task.state === 'healthy').length
  const unborn = old.filter((task) => task.state === 'starting')
  const serving = weakestFirst(old.filter((task) => task.state !== 'starting'))

  const wanted = Math.max(0, desired - kept.length)
  const capacity = healthyNow + serving.length
  const superfluous = Math.max(0, capacity - Math.max(desired, minimum))
  const room = () => Math.max(0, maximum - kept.length - (serving.length - stopping))
  let stopping = Math.min(serving.length, superfluous)
  if (rollout.mayStart && wanted > room()) {
    const spare = Math.max(0, capacity - stopping - minimum)
    stopping += Math.min(wanted - room(), spare, serving.length - stopping)
  }
  const start = rollout.mayStart ? Math.min(wanted, room()) : 0
  const stop = [...excess, ...unborn, ...serving.slice(0, stopping)].map((task) => task.id)
  const still = kept.every((task) => task.state === 'healthy')
  const deadlock = rollout.mayStart && wanted > 0 && start === 0 && stop.length === 0 && still
  return { start, stop, deadlock }
}
