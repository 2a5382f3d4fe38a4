// What the engine remembers of a change set.
import type { ResourceChange } from '#cfn/analysis/changes.ts'
import type { OnFailure } from './on-failure.ts'
import type { Target } from './stack.ts'

/** A change set. */
export interface ChangeSet {
  readonly id: string
  readonly name: string
  readonly stackId: string
  readonly stackName: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly description?: string | undefined
  readonly created: Date
  readonly target: Target
  readonly onFailure?: OnFailure | undefined
  readonly includeNested: boolean
  /** The stack's generation it was made for. */
  readonly generation: number
  readonly parentId?: string | undefined
  readonly rootId?: string | undefined
  status: 'CREATE_COMPLETE' | 'FAILED'
  reason?: string | undefined
  execution: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED' | 'OBSOLETE'
  changes: readonly ResourceChange[]
  /** The change sets of nested stacks, by logical id. */
  nested: Readonly<Record<string, string>>
}
