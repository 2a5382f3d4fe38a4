// The cloud in our own words: the one port through which anything reads or changes AWS. This folder alone imports the
// SDK, so the whole product can be pointed at another endpoint, and tests run the real adapter.
import type { Change, LiveStack, StackFile } from '#model'

/** A change set that was made and described to its end. `undefined` changes nothing. */
export interface ChangeSet {
  readonly arn: string
  readonly stackId: string
  readonly changes: readonly Change[]
}

/** One thing CloudFormation said about a resource of a stack. */
export interface StackEvent {
  readonly id: string
  readonly at: Date
  readonly stackName: string
  readonly logicalId: string
  readonly type: string
  readonly status: string
  readonly reason?: string
}

/** CloudFormation. */
export interface Stacks {
  /** The stack, or undefined when there is none of that name. */
  readonly observe: (name: string) => Promise<LiveStack | undefined>
  /** The values of all exports of the region, by export name. */
  readonly exports: () => Promise<ReadonlyMap<string, string>>
  /** Makes a change set and waits until it is described; undefined when it would change nothing (it is removed then). */
  readonly prepare: (given: PrepareGiven) => Promise<ChangeSet | undefined>
  readonly discard: (changeSet: ChangeSet) => Promise<void>
  readonly execute: (changeSet: ChangeSet, token: string) => Promise<void>
  /** Events newer than the given event id, oldest first. */
  readonly events: (stackId: string, after?: string) => Promise<readonly StackEvent[]>
  readonly remove: (name: string, token: string) => Promise<void>
}

/** What a change set is made from. */
export interface PrepareGiven {
  readonly stack: StackFile
  readonly kind: 'create' | 'update'
  /** Unique to this run, so two runs never meet in one change set. */
  readonly name: string
  /** True when there was no stack: the empty one that comes with the change set is removed when that is refused. */
  readonly isNew?: boolean
  /** Where the template lies, when it is longer than a request may be. */
  readonly templateUrl?: string
}

/** S3, as far as deployments need it. */
export interface Objects {
  /**
   * Puts a text or a package. A deployment replaces what lies there, since nobody else may decide what is deployed; a preview adds
   * only what is missing, and its role can do no more.
   */
  readonly put: (
    object: { bucket: string; key: string; body: string | Uint8Array },
    how: 'replace' | 'add',
  ) => Promise<void>
  /** The address by which CloudFormation reads an object. */
  readonly urlOf: (object: { bucket: string; key: string }) => string
}

/** One action of a pipeline execution. */
export interface ActionState {
  readonly id: string
  readonly stage: string
  readonly action: string
  readonly provider: string
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned'
  readonly startedAt?: Date
  readonly endedAt?: Date
  /** The id of the build behind it, when there is one. */
  readonly externalId?: string
  readonly summary?: string
}

/** An execution of a pipeline. */
export interface Execution {
  readonly id: string
  readonly status: string
  readonly revision?: string
  readonly summary?: string
}

/** CodePipeline and CodeBuild. */
export interface Executions {
  readonly latest: (pipeline: string) => Promise<Execution | undefined>
  readonly observe: (pipeline: string, id: string) => Promise<Execution>
  readonly actions: (pipeline: string, id: string) => Promise<readonly ActionState[]>
  /** The log of a build from a token on; pass the token of the last answer. */
  readonly buildLog: (buildId: string, token?: string) => Promise<{ lines: readonly string[]; token?: string }>
}

/** A deployment of a service, as ECS sees it. */
export interface ServiceState {
  readonly service: string
  readonly desired: number
  readonly running: number
  readonly events: readonly { readonly id: string; readonly at: Date; readonly says: string }[]
  /** Newest first: every rollout that ECS remembers, with how it ended. */
  readonly rollouts: readonly {
    readonly id: string
    readonly at: Date
    readonly status: RolloutStatus
    readonly reason?: string
    readonly targetRevision?: string
  }[]
}

/** ECS's words for a service deployment. ROLLBACK_SUCCESSFUL is a failure: the service is stable on its old image. */
export type RolloutStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'SUCCESSFUL'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED'

/** Why a task ended, with the last lines it wrote. */
export interface StoppedTask {
  readonly task: string
  readonly deployment?: string
  readonly stoppedAt?: Date
  readonly reason: string
  readonly containers: readonly { readonly name: string; readonly exitCode?: number; readonly reason?: string }[]
  readonly lastLines: readonly string[]
}

/** ECS. */
export interface Services {
  readonly observe: (cluster: string, service: string) => Promise<ServiceState | undefined>
  readonly stopped: (cluster: string, service: string) => Promise<readonly StoppedTask[]>
}

/** Everything we ask of AWS in one region. */
export interface Cloud {
  readonly stacks: Stacks
  readonly objects: Objects
  readonly executions: Executions
  readonly services: Services
  /** The account these credentials belong to. */
  readonly account: () => Promise<string>
}
