import type { Place } from './place.ts'

/** How much a finding weighs: `error` when the service would refuse it or someone unintended gets in. */
export type Severity = 'error' | 'warning'

/** Something wrong that a person can fix: where, what with the value, and the exact fix. */
export interface Finding {
  /** Kebab-case, stable: what `test/findings/` and the documentation are keyed by. */
  readonly code: string
  readonly severity: Severity
  readonly at: Place
  readonly says: string
  readonly fix: string
}
