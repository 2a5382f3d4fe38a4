// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
import type { Shape } from '../service.ts'

/** The circuit breaker's settings of a service. */
export interface CircuitBreaker {
  readonly enabled: boolean
  readonly rollback: boolean
  /** Whether a task that becomes healthy sets the count back to 0. */
  readonly resets: boolean
  readonly threshold: number
}

/**
 * The number of failed tasks that fails a deployment (API_ThresholdConfiguration): half of the desired count, at least 3
 * and at most 200, unless the service says otherwise.
 */
export const failureThreshold = (desired: number, configuration?: Shape): number => {
  const value = Number(configuration?.value ?? 50)
  if (configuration?.type === 'COUNT') return value
  const share = Math.ceil((desired * value) / 100)
  return configuration?.type === 'UNBOUNDED_PERCENT' ? Math.max(share, 1) : Math.min(Math.max(share, 3), 200)
}

/** Reads the settings from a service's `deploymentConfiguration`. */
export const circuitBreakerOf = (given: Shape, desired: number): CircuitBreaker => {
  const settings = given.deploymentConfiguration?.deploymentCircuitBreaker ?? {}
  return {
    enabled: String(settings.enable ?? false) === 'true',
    rollback: String(settings.rollback ?? false) === 'true',
    resets: String(settings.resetOnHealthyTask ?? true) === 'true',
    threshold: failureThreshold(desired, settings.thresholdConfiguration),
  }
}
