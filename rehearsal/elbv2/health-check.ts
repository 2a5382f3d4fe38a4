// Health checks of a target group: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
import type { Shape } from '../service.ts'
import { statusMatches } from './matcher.ts'
import type { Health } from './state.ts'

/** The health check settings of a target group, with AWS's defaults for type `ip` behind an Application Load Balancer. */
export interface HealthCheck {
  readonly enabled: boolean
  readonly path: string
  readonly port: string
  readonly interval: number
  readonly timeout: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
  readonly codes: string
}

/** Reads the settings from the properties of a target group. */
export const healthCheckOf = (properties: Shape): HealthCheck => ({
  enabled: String(properties.HealthCheckEnabled ?? true) === 'true',
  path: properties.HealthCheckPath ?? '/',
  port: String(properties.HealthCheckPort ?? 'traffic-port'),
  interval: Number(properties.HealthCheckIntervalSeconds ?? 30) * 1_000,
  timeout: Number(properties.HealthCheckTimeoutSeconds ?? 5) * 1_000,
  healthyThreshold: Number(properties.HealthyThresholdCount ?? 5),
  unhealthyThreshold: Number(properties.UnhealthyThresholdCount ?? 2),
  codes: String(properties.Matcher?.HttpCode ?? '200'),
})

/** What came of one health check request. */
export type ProbeResult = { readonly status: number } | { readonly failed: 'timeout' | 'connection' }

/** The health of a target and its consecutive results so far. */
export interface Checked {
  readonly health: Health
  readonly successes: number
  readonly failures: number
}

const failureOf = (result: ProbeResult): Health => {
  if ('status' in result) {
    const description = `Health checks failed with these codes: [${result.status}]`
    return { state: 'unhealthy', reason: 'Target.ResponseCodeMismatch', description }
  }
  return result.failed === 'timeout'
    ? { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' }
    : { state: 'unhealthy', reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }
}

/** The state of a newly registered target. */
export const initial: Health = {
  state: 'initial',
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
}

/**
 * The health after one more result. A new target is healthy after its first success; an unhealthy one needs the healthy
 * threshold, and any needs the unhealthy threshold of consecutive failures to become unhealthy.
 */
export const afterProbe = (before: Checked, result: ProbeResult, check: HealthCheck): Checked => {
  if ('status' in result && statusMatches(check.codes, result.status)) {
    const successes = before.successes + 1
    const needed = before.health.state === 'unhealthy' ? check.healthyThreshold : 1
    return { health: successes >= needed ? { state: 'healthy' } : before.health, successes, failures: 0 }
  }
  const failures = before.failures + 1
  return {
    health: failures >= check.unhealthyThreshold ? failureOf(result) : before.health,
    successes: 0,
    failures,
  }
}
