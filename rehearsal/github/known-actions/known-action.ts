import type { JobState } from '../job-state.ts'

/** What a known action is called with; inputs that were not given are empty texts. */
export interface ActionCall {
  readonly input: (name: string) => string
  readonly state: JobState
}

/** An action the runner plays itself: it gives outputs, and fails by throwing StepFailure. */
export type KnownAction = (call: ActionCall) => Promise<Readonly<Record<string, string>>>
