import type { Agent, Server } from 'node:http'
import type { Shape } from '../service.ts'

/** A load balancer. */
export interface LoadBalancer {
  readonly arn: string
  /** `app/<name>/<id>`: what CloudWatch calls LoadBalancer. */
  readonly fullName: string
  readonly name: string
  readonly dnsName: string
  readonly scheme: string
  readonly createdAt: Date
  properties: Shape
  attributes: Record<string, string>
}

/** How a target is. The words are those of API_TargetHealth. */
export interface Health {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable'
  readonly reason?: string
  readonly description?: string
}

/** What identifies a target: an address and a port. */
export interface TargetId {
  readonly id: string
  readonly port: number
}

/** A registered target. */
export interface Target extends TargetId {
  health: Health
  successes: number
  failures: number
  inFlight: number
  /** Keeps connections to the target open between requests. */
  readonly agent: Agent
  /** Ends the connections of requests still under way, for the end of the deregistration delay. */
  readonly cut: Set<() => void>
  /** Ends the health checks. */
  readonly leaves: AbortController
  checking: boolean
  /** Set while draining; resolves when no request is under way any more. */
  drained?: { readonly done: Promise<void>; readonly settle: () => void }
}

/** A target group. */
export interface TargetGroup {
  readonly arn: string
  /** `targetgroup/<name>/<id>`. */
  readonly fullName: string
  readonly name: string
  properties: Shape
  attributes: Record<string, string>
  readonly targets: Map<string, Target>
  /** Which target got the last request. */
  turn: number
}

/** A rule of a listener; the default rule has the priority `default`. */
export interface Rule {
  readonly arn: string
  readonly listenerArn: string
  priority: number | 'default'
  conditions: Shape[]
  actions: Shape[]
}

/** A listener and the local server behind it. */
export interface Listener {
  readonly arn: string
  readonly loadBalancerArn: string
  properties: Shape
  readonly server: Server
  readonly localPort: number
  readonly rules: Rule[]
  readonly counts: { requests: number; elb5xx: number; target5xx: number; aborted: number }
}

/** Everything the service remembers, by ARN. */
export interface ElbState {
  readonly loadBalancers: Map<string, LoadBalancer>
  readonly targetGroups: Map<string, TargetGroup>
  readonly listeners: Map<string, Listener>
}

/** The key of a target in its group. */
export const targetKey = ({ id, port }: TargetId): string => `${id}:${port}`

/** The target groups that actions forward to. */
export const groupsOf = (actions: readonly Shape[]): string[] =>
  actions.flatMap((action) => [
    ...(action.TargetGroupArn ? [String(action.TargetGroupArn)] : []),
    ...((action.ForwardConfig?.TargetGroups ?? []) as Shape[]).map((group) => String(group.TargetGroupArn)),
  ])

/** Whether a listener or a rule forwards to the target group. Without one its targets are not checked. */
export const inUse = (state: ElbState, targetGroupArn: string): boolean =>
  [...state.listeners.values()].some((listener) =>
    listener.rules.some((rule) => groupsOf(rule.actions).includes(targetGroupArn)),
  )
