// What the engine remembers of a stack.
import type { Template } from '#cfn/analysis/template.ts'
import type { Made } from '../service.ts'
import type { StackStatus } from './statuses.ts'

/** A resource of a stack as it is now. */
export interface StackResource {
  readonly logicalId: string
  readonly type: string
  status: string
  reason?: string | undefined
  changed: Date
  /** What the provider made; absent until something exists. */
  made?: Made | undefined
  /** Properties as they were last sent to the provider, dynamic references not expanded. */
  properties: Readonly<Record<string, unknown>>
  /** Properties of an update that failed; the provider may have taken any part of them. */
  attempted?: Readonly<Record<string, unknown>> | undefined
  deletionPolicy: unknown
  updateReplacePolicy: unknown
  /** Metadata and the policies that need no provider, to see whether they changed. */
  other: unknown
  readonly needs: readonly string[]
  readonly recorded: boolean
  /** A cancelled creation that has not ended yet. */
  unfinished?: Promise<void> | undefined
}

/** One entry of DescribeStackEvents. */
export interface StackEvent {
  readonly id: string
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly at: Date
  readonly status: string
  readonly reason?: string | undefined
  readonly token?: string | undefined
  readonly properties?: string | undefined
}

/** What a stack is to become: a template with everything that was given along with it. */
export interface Target {
  readonly text: string
  /** What the template is after its transform. */
  readonly template: Template
  /** Why the transform failed; only a change set has such a target. */
  readonly transformFailure?: string | undefined
  readonly description?: string | undefined
  /** The text of each parameter, as DescribeStacks shows it. */
  readonly texts: Readonly<Record<string, string>>
  /** The value of each parameter, as Ref gives it. */
  readonly values: Readonly<Record<string, unknown>>
  /** What Parameter Store answered for SSM-typed parameters. */
  readonly fetched: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly tags: readonly StackTag[]
  readonly roleArn?: string | undefined
  readonly notificationArns: readonly string[]
}

/** A stack tag. */
export interface StackTag {
  readonly Key: string
  readonly Value: string
}

/** An output with its value. */
export interface StackOutput {
  readonly key: string
  readonly value: string
  readonly description?: string | undefined
  readonly exportName?: string | undefined
}

/** What a failed update goes back to. */
export interface Before {
  readonly target: Target
  readonly outputs: readonly StackOutput[]
  readonly imports: ReadonlySet<string>
  readonly resources: ReadonlyMap<string, StackResource>
}

/** The operation that is running on a stack. */
export interface Running {
  readonly abort: AbortController
  readonly token?: string | undefined
  readonly done: Promise<void>
}

/** A stack. Deleted stacks stay, and are found by their id only. */
export interface Stack {
  readonly id: string
  readonly name: string
  readonly created: Date
  updated?: Date | undefined
  deleted?: Date | undefined
  status: StackStatus
  reason?: string | undefined
  /** Undefined while the stack is only a CREATE change set in review. */
  target?: Target | undefined
  outputs: readonly StackOutput[]
  imports: ReadonlySet<string>
  resources: Map<string, StackResource>
  /** Oldest first. */
  readonly events: StackEvent[]
  /** What an update that failed to roll back still has to go back to. */
  before?: Before | undefined
  /** Old or new physical resources that the end of an update has to remove. */
  leftovers: StackResource[]
  terminationProtection: boolean
  disableRollback: boolean
  policy?: string | undefined
  changeSetId?: string | undefined
  readonly parentId?: string | undefined
  readonly rootId?: string | undefined
  running?: Running | undefined
  /** Grows with every operation; a change set made for an older one is stale. */
  generation: number
  lastToken?: string | undefined
}
