// The whole grammar of a version 0.2 buildspec as types.
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
// https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html

type YesNo = 'yes' | 'no'
type Commands = readonly [string, ...string[]]

/** What happens when a phase fails. The RETRY forms work on EC2 compute only. */
export type OnFailure = 'ABORT' | 'CONTINUE' | 'RETRY' | `RETRY-${string}`

/** A phase: its commands, and what runs even when they fail. */
export interface Phase {
  readonly 'run-as'?: string
  readonly 'on-failure'?: OnFailure
  readonly commands: Commands
  readonly finally?: Commands
}

/** A step of GitHub Actions, which CodeBuild runs in a phase without commands. */
export interface Step {
  readonly name?: string
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly env?: Readonly<Record<string, string | number | boolean>>
}

/** A phase of steps instead of commands. */
export interface StepsPhase extends Omit<Phase, 'commands' | 'finally'> {
  readonly steps: readonly [Step, ...Step[]]
  readonly commands?: never
  readonly finally?: never
}

export type Runtime = 'android' | 'dotnet' | 'golang' | 'java' | 'nodejs' | 'php' | 'python' | 'ruby'

/** The install phase alone may name runtimes, and may then do without commands. */
export type InstallPhase = Omit<Phase, 'commands'> &
  (
    | { readonly 'runtime-versions'?: { readonly [K in Runtime]?: string | number }; readonly commands: Commands }
    | { readonly 'runtime-versions': { readonly [K in Runtime]?: string | number }; readonly commands?: never }
  )

type BatchEnvironment = {
  readonly image?: string
  readonly 'privileged-mode'?: boolean
  readonly type?:
    | 'ARM_CONTAINER'
    | 'ARM_EC2'
    | 'ARM_LAMBDA_CONTAINER'
    | 'LINUX_CONTAINER'
    | 'LINUX_EC2'
    | 'LINUX_GPU_CONTAINER'
    | 'LINUX_LAMBDA_CONTAINER'
    | 'MAC_ARM'
    | 'WINDOWS_CONTAINER'
    | 'WINDOWS_EC2'
    | 'WINDOWS_SERVER_2019_CONTAINER'
    | 'WINDOWS_SERVER_2022_CONTAINER'
  readonly variables?: Readonly<Record<string, string>>
} & (
  | { readonly 'compute-type'?: string; readonly fleet?: never }
  | { readonly fleet?: string; readonly 'compute-type'?: never }
)

interface BatchBuild {
  readonly identifier: string
  readonly buildspec?: string
  readonly 'debug-session'?: boolean
  readonly env?: BatchEnvironment
  readonly 'ignore-failure'?: boolean
}

/** A batch is exactly one of list, graph, matrix and fanout. */
export type Batch = { readonly 'fast-fail'?: boolean } & (
  | { readonly 'build-list': readonly (Omit<BatchBuild, 'identifier'> & { readonly identifier?: string })[] }
  | { readonly 'build-graph': readonly (BatchBuild & { readonly 'depend-on'?: readonly string[] })[] }
  | {
      readonly 'build-matrix': {
        readonly static?: {
          readonly 'ignore-failure'?: boolean
          readonly env?: Pick<BatchEnvironment, 'privileged-mode' | 'type'>
        }
        readonly dynamic: {
          readonly buildspec?: readonly string[]
          readonly env?: {
            readonly 'compute-type'?: readonly string[]
            readonly image?: readonly string[]
            readonly variables?: Readonly<Record<string, readonly string[]>>
          }
        }
      }
    }
  | { readonly 'build-fanout': { readonly parallelism: number; readonly 'ignore-failure'?: boolean } }
)

export type ReportFormat =
  | 'CUCUMBERJSON'
  | 'JUNITXML'
  | 'NUNITXML'
  | 'NUNIT3XML'
  | 'TESTNGXML'
  | 'VISUALSTUDIOTRX'
  | 'CLOVERXML'
  | 'COBERTURAXML'
  | 'JACOCOXML'
  | 'SIMPLECOV'

/** What a build leaves behind. `files` must be given even when only secondary artifacts are meant. */
export interface Artifacts {
  readonly files: readonly [string, ...string[]]
  readonly name?: string
  readonly 'discard-paths'?: YesNo
  readonly 'base-directory'?: string
  readonly 'exclude-paths'?: string | readonly string[]
  readonly 'enable-symlinks'?: YesNo
  readonly 's3-prefix'?: string
}

type Cache = { readonly paths: readonly [string, ...string[]]; readonly action?: 'restore' | 'save' } & (
  | {
      readonly key: string
      readonly 'fallback-keys'?: readonly [string, string?, string?, string?, string?]
    }
  | { readonly key?: never; readonly 'fallback-keys'?: never }
)

/** A buildspec, version 0.2. */
export interface Buildspec {
  readonly version: 0.2
  readonly 'run-as'?: string
  readonly env?: {
    readonly shell?: 'bash' | '/bin/sh' | 'powershell.exe' | 'cmd.exe'
    readonly variables?: Readonly<Record<string, string>>
    readonly 'parameter-store'?: Readonly<Record<string, string>>
    readonly 'secrets-manager'?: Readonly<Record<string, string>>
    readonly 'exported-variables'?: readonly string[]
    readonly 'git-credential-helper'?: YesNo
  }
  readonly proxy?: { readonly 'upload-artifacts'?: YesNo; readonly logs?: YesNo }
  readonly batch?: Batch
  readonly phases: {
    readonly install?: InstallPhase | StepsPhase
    readonly pre_build?: Phase | StepsPhase
    readonly build?: Phase | StepsPhase
    readonly post_build?: Phase | StepsPhase
  }
  readonly reports?: {
    readonly [group: string]: {
      readonly files: readonly [string, ...string[]]
      readonly 'file-format'?: ReportFormat
      readonly 'base-directory'?: string
      readonly 'discard-paths'?: YesNo
    }
  }
  readonly artifacts?: Artifacts & { readonly 'secondary-artifacts'?: { readonly [id: string]: Artifacts } }
  readonly cache?: Cache
}
