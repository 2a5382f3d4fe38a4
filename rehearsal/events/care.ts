import type { Shape } from '../service.ts'
import type { Rule } from './rule.ts'

/** An event to put on the bus. */
export interface NewEvent {
  readonly source: string
  readonly detailType: string
  readonly detail: Shape
  readonly resources?: readonly string[]
  readonly time?: Date
}

/** What operations and resources work with. */
export interface RuleCare {
  readonly rules: ReadonlyMap<string, Rule>
  readonly put: (name: string, given: Shape) => Rule
  readonly setTargets: (rule: Rule, targets: readonly Shape[]) => void
  readonly remove: (name: string) => void
  readonly putEvent: (event: NewEvent) => string
}
