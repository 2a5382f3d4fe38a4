/** Where pipelines get time from; a test hands in its own. */
export interface Clock {
  readonly now: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
}
