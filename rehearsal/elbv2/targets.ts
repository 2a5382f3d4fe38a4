// Registering, checking and draining targets.
import { Agent } from 'node:http'
import type { Clock } from '../clock.ts'
import { afterProbe, healthCheckOf, initial, type ProbeResult } from './health-check.ts'
import type { ProbeRequest } from './probe.ts'
import { type ElbState, type Health, inUse, type Target, type TargetGroup, type TargetId, targetKey } from './state.ts'

/** Told whenever the health of a target changes. */
export type HealthListener = (targetGroupArn: string, target: TargetId, health: Health) => void

/** What the care for targets needs. */
export interface TargetCare {
  readonly state: ElbState
  readonly clock: Clock
  readonly probe: (request: ProbeRequest) => Promise<ProbeResult>
  /** Divides the health check interval, and the deregistration delay down to a few seconds. */
  readonly speed: number
  readonly changed: HealthListener
  readonly signal: AbortSignal
}

const notInUse: Health = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
}
const unchecked: Health = {
  state: 'unavailable',
  reason: 'Target.HealthCheckDisabled',
  description: 'Health checks are disabled for this target group',
}
const draining: Health = {
  state: 'draining',
  reason: 'Target.DeregistrationInProgress',
  description: 'Target deregistration is in progress',
}

// What is under way takes as long here as on AWS.
const fewSeconds = 5_000

const closeIdle = (agent: Agent) => {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

/** Registers, checks and drains the targets of all groups. */
export const targetCare = (care: TargetCare) => {
  const set = (group: TargetGroup, target: Target, health: Health) => {
    const before = target.health
    target.health = health
    if (before.state !== health.state || before.reason !== health.reason) care.changed(group.arn, target, health)
  }

  const check = async (group: TargetGroup, target: Target) => {
    target.checking = true
    set(group, target, initial)
    const signal = AbortSignal.any([target.leaves.signal, care.signal])
    while (!signal.aborted) {
      const settings = healthCheckOf(group.properties)
      const port = settings.port === 'traffic-port' ? target.port : Number(settings.port)
      const result = await care.probe({ host: target.id, port, path: settings.path, timeout: settings.timeout })
      if (signal.aborted) return
      const next = afterProbe(target, result, settings)
      target.successes = next.successes
      target.failures = next.failures
      set(group, target, next.health)
      await care.clock.sleep(Math.max(50, settings.interval / care.speed), signal)
    }
  }

  // A group that starts or stops being used by a listener: its targets start to be checked, or are unused.
  const refresh = (group: TargetGroup) => {
    for (const target of group.targets.values()) {
      if (target.health.state === 'draining') continue
      if (!inUse(care.state, group.arn)) set(group, target, notInUse)
      else if (!healthCheckOf(group.properties).enabled) set(group, target, unchecked)
      else if (!target.checking) void check(group, target)
    }
  }

  const leave = (group: TargetGroup, target: Target) => {
    target.leaves.abort()
    closeIdle(target.agent)
    target.agent.destroy()
    if (group.targets.get(targetKey(target)) === target) group.targets.delete(targetKey(target))
    set(group, target, {
      state: 'unused',
      reason: 'Target.NotRegistered',
      description: 'Target is not registered to the target group',
    })
    target.drained?.settle()
  }

  const drain = (group: TargetGroup, target: Target): Promise<void> => {
    if (target.drained) return target.drained.done
    let settle = () => {}
    const done = new Promise<void>((resolve) => {
      settle = resolve
    })
    target.drained = { done, settle }
    target.leaves.abort()
    closeIdle(target.agent)
    set(group, target, draining)
    if (target.inFlight === 0) leave(group, target)
    else {
      const given = Number(group.attributes['deregistration_delay.timeout_seconds'] ?? 300) * 1_000
      const delay = Math.min(given, Math.max(fewSeconds, given / care.speed))
      const over = new AbortController()
      done.then(() => over.abort())
      care.clock.sleep(delay, AbortSignal.any([over.signal, care.signal])).then(() => {
        for (const cut of target.cut) cut()
        leave(group, target)
      })
    }
    return done
  }

  return {
    refresh,
    refreshAll: () => {
      for (const group of care.state.targetGroups.values()) refresh(group)
    },
    register: (group: TargetGroup, targets: readonly TargetId[]) => {
      for (const { id, port } of targets) {
        const there = group.targets.get(targetKey({ id, port }))
        if (there && !there.drained) continue
        group.targets.set(targetKey({ id, port }), {
          id,
          port,
          health: notInUse,
          successes: 0,
          failures: 0,
          inFlight: 0,
          agent: new Agent({ keepAlive: true, maxFreeSockets: 32 }),
          cut: new Set(),
          leaves: new AbortController(),
          checking: false,
        })
      }
      refresh(group)
    },
    /** Resolves when the targets have answered what they were asked, or their deregistration delay is over. */
    deregister: async (group: TargetGroup, targets: readonly TargetId[]): Promise<void> => {
      const there = targets.map((target) => group.targets.get(targetKey(target))).filter((t) => t !== undefined)
      await Promise.all(there.map((target) => drain(group, target)))
    },
    /** Counts a request that goes to a target; the function it gives ends the counting. */
    begin: (group: TargetGroup, target: Target, cut: () => void): (() => void) => {
      target.inFlight++
      target.cut.add(cut)
      let open = true
      return () => {
        if (!open) return
        open = false
        target.inFlight--
        target.cut.delete(cut)
        if (target.drained && target.inFlight === 0) leave(group, target)
      }
    },
  }
}

/** What `targetCare` gives. */
export type Targets = ReturnType<typeof targetCare>
