// What an action provider is given, and what it answers.
import type { ActionDeclaration } from './declaration.ts'

export interface ActionInput {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What an action shows while it runs. */
export interface ActionProgress {
  readonly externalExecutionId?: string
  readonly externalExecutionUrl?: string
  readonly summary?: string
  readonly token?: string
}

/** The commit that a source action must take: the pushed one, or the one a caller asked for. */
export interface WantedRevision {
  readonly commit: string
  readonly branch?: string | undefined
}

export interface ActionJob {
  readonly pipeline: string
  readonly executionId: string
  readonly stage: string
  readonly action: ActionDeclaration
  /** The configuration with all variables in place. */
  readonly configuration: Readonly<Record<string, string>>
  /** A text of the declaration with all variables in place, for what is not in `configuration`. */
  readonly resolve: (text: string) => string
  readonly inputs: readonly ActionInput[]
  readonly wanted: WantedRevision | undefined
  /** The revision of the execution's first source: builds see it as their source version. */
  readonly sourceRevision: string | undefined
  readonly signal: AbortSignal
  readonly progress: (progress: ActionProgress) => void
}

export interface ActionOutcome {
  readonly status: 'Succeeded' | 'Failed'
  readonly summary?: string
  readonly error?: { readonly code: string; readonly message: string }
  /** Output artifacts by their name. */
  readonly outputs?: Readonly<Record<string, Uint8Array>>
  readonly variables?: Readonly<Record<string, string>>
  readonly revision?: { readonly id: string; readonly summary: string; readonly url: string }
}

/** Runs one action. May throw: the message becomes the action's error. */
export type ActionProvider = (job: ActionJob) => Promise<ActionOutcome>

/** A failure with CodePipeline's error code. */
export const failed = (message: string, code = 'JobFailed'): ActionOutcome => ({
  status: 'Failed',
  error: { code, message },
})
