// The local Elastic Load Balancing v2: application load balancers that really forward HTTP to real processes.
import { setMaxListeners } from 'node:events'
import type { Service } from '../service.ts'
import type { World } from '../world.ts'
import type { ProbeResult } from './health-check.ts'
import { closeListener, type ListenerCare, localUrl } from './listeners.ts'
import { elbOperations } from './operations.ts'
import { type ProbeRequest, probe } from './probe.ts'
import { elbResources } from './resources.ts'
import { type ElbState, type Health, inUse, type TargetId, targetKey } from './state.ts'
import { type HealthListener, targetCare } from './targets.ts'

/** How the load balancers run. */
export interface ElbOptions {
  /** Which local port stands for which listener port, for example `{ 80: 8080 }`; a free one for any other. */
  readonly ports?: Readonly<Record<number, number>>
  /** Divides health check intervals, so that a rehearsal does not wait; 1 unless told. */
  readonly speed?: number
  readonly probe?: (request: ProbeRequest) => Promise<ProbeResult>
  readonly random?: () => number
}

/** What a listener has done so far. */
export interface ListenerStats {
  readonly listenerArn: string
  readonly port: number
  readonly url: string
  readonly requests: number
  /** 5xx answers of the load balancer itself: 502, 503, 504. */
  readonly elb5xx: number
  readonly target5xx: number
  /** Answers that a target broke off in the middle. */
  readonly aborted: number
}

/** What other services do with load balancers. */
export interface ElbApi {
  readonly register: (targetGroupArn: string, targets: readonly TargetId[]) => void
  /** Resolves when the targets are no longer used, after draining. */
  readonly deregister: (targetGroupArn: string, targets: readonly TargetId[]) => Promise<void>
  readonly health: (targetGroupArn: string, target: TargetId) => Health
  /** Whether the target group exists, and whether a listener forwards to it. */
  readonly attached: (targetGroupArn: string) => 'attached' | 'unattached' | 'missing'
  /** The local URL of a load balancer, given its ARN or DNS name and the port of the listener (80, or the only one). */
  readonly urlOf: (loadBalancer: string, listenerPort?: number) => string | undefined
  /** Gives the function that ends the listening. */
  readonly onHealth: (listener: HealthListener) => () => void
  readonly stats: () => readonly ListenerStats[]
}

const notRegistered: Health = {
  state: 'unused',
  reason: 'Target.NotRegistered',
  description: 'Target is not registered to the target group',
}

/** The local Elastic Load Balancing v2. */
export const elbv2 = (world: World, options: ElbOptions = {}): { readonly service: Service; readonly api: ElbApi } => {
  const state: ElbState = { loadBalancers: new Map(), targetGroups: new Map(), listeners: new Map() }
  const listeners = new Set<HealthListener>()
  const ended = new AbortController()
  const signal = AbortSignal.any([world.signal, ended.signal])
  // Every target listens to it.
  setMaxListeners(0, signal)
  const targets = targetCare({
    state,
    clock: world.clock,
    probe: options.probe ?? probe,
    speed: options.speed ?? 1,
    changed: (...change) => {
      for (const listener of listeners) listener(...change)
    },
    signal,
  })
  const care: ListenerCare = {
    world,
    state,
    targets,
    ports: options.ports ?? {},
    random: options.random ?? Math.random,
    newId: () => world.id().replaceAll('-', '').slice(-16).padStart(16, '0'),
  }
  const groupOf = (arn: string) => {
    const group = state.targetGroups.get(arn)
    if (!group) throw new Error(`target group "${arn}" does not exist`)
    return group
  }

  return {
    service: {
      name: 'elasticloadbalancing',
      protocol: 'query',
      target: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
      operations: elbOperations(state, targets),
      resources: elbResources(care),
      stop: async () => {
        ended.abort()
        await Promise.all([...state.listeners.values()].map((listener) => closeListener(state, listener)))
        for (const group of state.targetGroups.values())
          for (const target of group.targets.values()) target.agent.destroy()
      },
    },
    api: {
      register: (arn, ids) => targets.register(groupOf(arn), ids),
      deregister: (arn, ids) => targets.deregister(groupOf(arn), ids),
      health: (arn, id) => state.targetGroups.get(arn)?.targets.get(targetKey(id))?.health ?? notRegistered,
      attached: (arn) => (state.targetGroups.has(arn) ? (inUse(state, arn) ? 'attached' : 'unattached') : 'missing'),
      urlOf: (name, port) => {
        const plain = name.replace(/^dualstack\./, '').toLowerCase()
        const balancer = [...state.loadBalancers.values()].find(
          ({ arn, dnsName }) => arn === name || dnsName.toLowerCase() === plain,
        )
        if (!balancer) return undefined
        if (port !== undefined) return localUrl(state, balancer.arn, port)
        const [first] = [...state.listeners.values()].filter((one) => one.loadBalancerArn === balancer.arn)
        return localUrl(state, balancer.arn, 80) ?? (first && `http://127.0.0.1:${first.localPort}`)
      },
      onHealth: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      stats: () =>
        [...state.listeners.values()].map(({ arn, properties, localPort, counts }) => ({
          listenerArn: arn,
          port: Number(properties.Port),
          url: `http://127.0.0.1:${localPort}`,
          ...counts,
        })),
    },
  }
}
