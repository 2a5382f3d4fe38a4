// What a deployment would do, and what it says while it does it. Printing a plan is the dry run.
import type { Fault } from './fault.ts'

/** One stack as it is put into the cloud: nothing but texts, so a committed manifest can stand for a configuration. */
export interface StackFile {
  readonly id: string
  readonly name: string
  readonly template: string
  readonly templatePath: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** Names of stacks that must exist first: their exports are imported here. */
  readonly needs: readonly string[]
  /** Files that must lie in a bucket first, the one of that export; the key carries the content's hash. */
  readonly uploads: readonly { readonly bucketExport: string; readonly key: string; readonly text: string }[]
  /** Packages that must lie there as well: the code of functions. */
  readonly code?: readonly { readonly bucketExport: string; readonly key: string; readonly bytes: Uint8Array }[]
  /** Where CloudFormation reads the template itself, when it is longer than a request may be. */
  readonly templateAt?: { readonly bucketExport: string; readonly key: string }
}

/** What happens to one resource, in CloudFormation's words. */
export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic'
  readonly logicalId: string
  readonly type: string
  readonly physicalId?: string
  readonly replacement?: 'True' | 'False' | 'Conditional'
  /** The properties that change, with what they are and what they become where CloudFormation says so. */
  readonly properties: readonly {
    readonly path: string
    readonly before?: string
    readonly after?: string
    readonly recreates: 'Never' | 'Conditionally' | 'Always'
  }[]
  /** Changes inside a nested stack. */
  readonly nested?: readonly Change[]
}

/** What is known of a stack before anything is changed. */
export interface LiveStack {
  readonly name: string
  readonly id: string
  /** CloudFormation's own word: `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`… */
  readonly status: string
  readonly reason?: string
  /** When it last changed; with status and id, what `seen` is made of. */
  readonly changedAt?: string
  readonly outputs: Readonly<Record<string, string>>
}

/** What happens to one stack. `predicted`: read off the template, since its imports do not exist yet. */
export interface StackChange {
  readonly stack: StackFile
  readonly kind: 'create' | 'update' | 'unchanged' | 'recreate'
  readonly changes: readonly Change[]
  readonly predicted: boolean
  /** Why it could only be predicted, when that is not for what it imports. */
  readonly because?: string
  /** What was seen of the stack when this was planned; `run` refuses when it has moved since. */
  readonly seen: string
}

/** Everything a deployment will do to one environment, in an order that respects every import. */
export interface Plan {
  readonly environment: string
  readonly account: string
  readonly region: string
  readonly stacks: readonly StackChange[]
}

/** What `run` and `watch` say. `subject` is a stack, a stage, a build, a task. */
export interface Event {
  readonly at: Date
  readonly subject: string
  readonly is: 'started' | 'progress' | 'done' | 'failed'
  readonly says: string
  readonly fault?: Fault
}
