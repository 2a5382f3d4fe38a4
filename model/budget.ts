import { placed } from './place.ts'

/** What an environment's account may cost in a month, and who is told on the way there. */
export interface Budget {
  readonly kind: 'budget'
  /** The amount, in US dollars. */
  readonly monthlyUsd: number
  /** Addresses that are told. */
  readonly notify: readonly string[]
  /** Percentages of the amount that are told when they are spent. The whole amount is also told when it is forecast. */
  readonly at: readonly number[]
}

/**
 * A monthly budget of the account, in US dollars.
 * @example delivery({ …, budget: budget({ monthlyUsd: 50, notify: ['ops@example.com'] }) })
 */
export const budget = (given: {
  readonly monthlyUsd: number
  readonly notify: readonly string[]
  readonly at?: readonly number[]
}): Budget =>
  placed(
    { kind: 'budget', monthlyUsd: given?.monthlyUsd, notify: given?.notify ?? [], at: given?.at ?? [80, 100] },
    budget,
  )
