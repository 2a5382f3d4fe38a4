// A build as it runs and as the API shows it.
// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html
import type { EnvironmentVariable, Project } from './project.ts'
import type { Report } from './reports.ts'

export type BuildStatus = 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'IN_PROGRESS' | 'STOPPED'

export type BuildPhaseType =
  | 'SUBMITTED'
  | 'QUEUED'
  | 'PROVISIONING'
  | 'DOWNLOAD_SOURCE'
  | 'INSTALL'
  | 'PRE_BUILD'
  | 'BUILD'
  | 'POST_BUILD'
  | 'UPLOAD_ARTIFACTS'
  | 'FINALIZING'
  | 'COMPLETED'

export interface BuildPhase {
  readonly phaseType: BuildPhaseType
  phaseStatus?: BuildStatus
  readonly startTime: Date
  endTime?: Date
  contexts: { readonly statusCode: string; readonly message: string }[]
}

/** A source of a build: a zip that a pipeline hands over, or a repository at a commit. */
export type BuildSource =
  | { readonly kind: 'zip'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'git'; readonly name: string; readonly repository: string; readonly commit: string }

export interface BuildRequest {
  readonly project: Project
  /** The first one is the primary source. */
  readonly sources?: readonly BuildSource[]
  readonly sourceVersion?: string
  readonly resolvedSourceVersion?: string
  readonly sourceRepoUrl?: string
  readonly initiator?: string
  readonly variables?: readonly EnvironmentVariable[]
  /** A buildspec's text or path instead of the project's. */
  readonly buildspec?: string
  /** Where artifacts go: handed to the caller, or to the project's own S3 location. */
  readonly artifactsTo?: 'caller' | 'project'
}

export interface Build {
  readonly id: string
  readonly arn: string
  readonly number: number
  readonly request: BuildRequest
  readonly startTime: Date
  endTime?: Date
  status: BuildStatus
  readonly phases: BuildPhase[]
  readonly logs: { readonly group: string; readonly stream: string }
  exported: { readonly name: string; readonly value: string }[]
  reports: readonly Report[]
  /** Zips for the caller: the primary artifact under the empty name, secondary ones under theirs. */
  artifacts: Readonly<Record<string, Uint8Array>>
  artifactLocation?: string
}

/** Why a build ended badly: the first phase that failed and its context, as CodePipeline's action shows it. */
export const failureOf = (build: Build): string => {
  const phase = build.phases.find(
    (one) => one.contexts.length > 0 || (one.phaseStatus && one.phaseStatus !== 'SUCCEEDED'),
  )
  const context = phase?.contexts[0]
  const detail = context ? `: ${context.statusCode}: ${context.message}` : ''
  return `Build terminated with state: ${build.status}. Phase: ${phase?.phaseType ?? 'BUILD'}${detail}`
}
