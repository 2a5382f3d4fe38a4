// One run of a pipeline, as the engine changes it and as the API shows it.
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecution.html
import type { ActionProgress, WantedRevision } from './action.ts'
import type { PipelineDeclaration, StageDeclaration } from './declaration.ts'

export type ExecutionStatus =
  | 'InProgress'
  | 'Stopping'
  | 'Stopped'
  | 'Succeeded'
  | 'Superseded'
  | 'Failed'
  | 'Cancelled'

export type ActionStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned'

export interface ActionExecution extends ActionProgress {
  readonly id: string
  readonly stage: string
  readonly action: string
  status: ActionStatus
  readonly startTime: Date
  lastUpdate: Date
  configuration: Readonly<Record<string, string>>
  inputs: readonly string[]
  outputs: readonly string[]
  variables: Readonly<Record<string, string>>
  error?: { readonly code: string; readonly message: string }
  shown: ActionProgress
  revision?: SourceRevision
}

export interface SourceRevision {
  readonly action: string
  readonly id: string
  readonly summary: string
  readonly url: string
}

export interface StoredArtifact {
  readonly bucket: string
  readonly key: string
}

export interface Trigger {
  readonly type: string
  readonly detail: string
}

export interface Execution {
  readonly id: string
  readonly declaration: PipelineDeclaration
  readonly type: 'STANDARD' | 'ROLLBACK'
  readonly trigger: Trigger
  readonly startTime: Date
  lastUpdate: Date
  status: ExecutionStatus
  summary?: string
  readonly artifacts: Map<string, StoredArtifact>
  readonly namespaces: Map<string, Readonly<Record<string, string>>>
  readonly revisions: SourceRevision[]
  /** The latest run of each action, by `stage/action`. */
  readonly actions: Map<string, ActionExecution>
  /** Every action run, also of retries. */
  readonly history: ActionExecution[]
  readonly stageStatus: Map<string, ExecutionStatus>
  readonly wanted: ReadonlyMap<string, WantedRevision>
  readonly abandon: AbortController
  /** The index of the stage it is in or waits for. */
  position: number
  readonly rollbackTarget?: string
}

/** The stages an execution goes through: a rollback runs one. */
export const stageAt = (execution: Execution, index: number): StageDeclaration | undefined =>
  execution.declaration.stages[index]

/** True while an execution can still do something. */
export const isActive = ({ status }: Execution): boolean => status === 'InProgress' || status === 'Stopping'
