import { placed } from './place.ts'

/** What is watched in every environment, and who hears of it. */
export interface Observability {
  readonly kind: 'observability'
  /** Addresses that alarms are mailed to. Each must confirm once. */
  readonly notify: readonly string[]
  /** Answers slower than this, for 99 of 100 requests, raise an alarm. */
  readonly latencySeconds: number
  /** Share of requests that X-Ray records beside the first of each second. */
  readonly sampling: number
}

/**
 * Alarms, a dashboard and tracing.
 * @example delivery({ …, observability: observability({ notify: ['ops@example.com'] }) })
 */
export const observability = (
  given: { readonly notify?: readonly string[]; readonly latencySeconds?: number; readonly sampling?: number } = {},
): Observability =>
  placed(
    {
      kind: 'observability',
      notify: given.notify ?? [],
      latencySeconds: given.latencySeconds ?? 1,
      sampling: given.sampling ?? 0.05,
    },
    observability,
  )
