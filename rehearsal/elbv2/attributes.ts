import type { Shape } from '../service.ts'

/** Attributes of a new load balancer (API_LoadBalancerAttribute). */
export const loadBalancerDefaults: Readonly<Record<string, string>> = {
  'access_logs.s3.enabled': 'false',
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http2.enabled': 'true',
}

/** Attributes of a new target group (API_TargetGroupAttribute). */
export const targetGroupDefaults: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.type': 'round_robin',
  'slow_start.duration_seconds': '0',
  'stickiness.enabled': 'false',
}

/** Attributes given as a list over the defaults. */
export const withAttributes = (
  defaults: Readonly<Record<string, string>>,
  given: readonly Shape[] = [],
): Record<string, string> => ({
  ...defaults,
  ...Object.fromEntries(given.map(({ Key, Value }) => [String(Key), String(Value)])),
})

/** Attributes as the API lists them. */
export const attributeList = (attributes: Readonly<Record<string, string>>): Shape[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }))
