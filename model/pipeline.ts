// The pipeline as values: artifacts and variables are handles of the action that makes them, so a name that nobody
// produced cannot be written.
import type { Facts } from './fact.ts'
import type { Grant } from './grant.ts'
import { type Name, name, pascal } from './name.ts'
import type { Notify, PipelineVariable } from './release-pipeline.ts'
import type { Repo } from './repo.ts'
import type { Service } from './service.ts'
import type { Site } from './site.ts'

/** What one action hands to later ones: a zip in the artifact bucket. */
export interface Artifact {
  readonly kind: 'artifact'
  readonly name: Name<'artifact'>
}

/** An output variable of an action, printed as `#{Namespace.NAME}`. */
export interface Variable {
  readonly kind: 'variable'
  readonly text: string
}

/** A CodeBuild project: where its buildspec lies, what it exports, what it may touch. */
export interface Build<V extends string = string> {
  readonly kind: 'build'
  readonly name: Name<'build'>
  /** The generated buildspec's path, as the project's BuildSpec. */
  readonly buildspec: Name<'path'>
  /** Needs the Docker daemon. */
  readonly privileged: boolean
  /** Runs inside the VPC, in the tasks' security group, to reach the database. */
  readonly inVpc: boolean
  /** Its buildspec reports tests or coverage. */
  readonly reports: boolean
  readonly platform: Service['image']['platform']
  /** The variables the buildspec exports and actions may read. */
  readonly exports: readonly V[]
  /** The environment variables that the project sets and its buildspec reads. */
  readonly facts: Facts
  readonly grants: readonly Grant[]
  /** What the build works for. */
  readonly of: Service | Site
}

/** A CodeBuild project. */
export const build = <const V extends string = never>(
  id: string,
  given: {
    readonly buildspec: Name<'path'>
    readonly of: Service | Site
    readonly privileged?: boolean
    readonly inVpc?: boolean
    readonly reports?: boolean
    readonly exports?: readonly V[]
    readonly facts?: Facts
    readonly grants?: readonly Grant[]
  },
): Build<V> =>
  Object.freeze({
    kind: 'build',
    name: name<'build'>(id),
    buildspec: given.buildspec,
    of: given.of,
    platform: given.of.kind === 'service' ? given.of.image.platform : 'linux/amd64',
    privileged: given.privileged ?? false,
    inVpc: given.inVpc ?? false,
    reports: given.reports ?? false,
    exports: given.exports ?? [],
    facts: given.facts ?? {},
    grants: given.grants ?? [],
  })

/** What an action does. One kind each; every printer must handle all of them. */
export type Does =
  | { readonly kind: 'source'; readonly repo: Repo }
  | { readonly kind: 'build'; readonly build: Build }
  | {
      readonly kind: 'commands'
      readonly commands: readonly string[]
      readonly facts: Facts
      readonly grants: readonly Grant[]
      /** Variables that the commands export, for later actions to read. */
      readonly exports?: readonly string[]
      /** True when the commands put the code of functions into the artifact bucket. */
      readonly packages?: boolean
    }
  | { readonly kind: 'deploy-image'; readonly service: Service }
  | { readonly kind: 'deploy-code'; readonly service: Service }
  | { readonly kind: 'approve'; readonly says: string; readonly link: string }
  | {
      readonly kind: 'prepare-change-set'
      readonly stackName: string
      readonly templatePath: Name<'path'>
      readonly parameters: Readonly<Record<string, string>>
      readonly roleName: string
    }
  | { readonly kind: 'execute-change-set'; readonly stackName: string }

/** One action of a stage. */
export interface PipelineAction<V extends string = string> {
  readonly name: Name<'pipeline-action'>
  readonly namespace: Name<'namespace'>
  readonly does: Does
  readonly runOrder: number
  readonly inputs: readonly Artifact[]
  /** The artifact that this action makes, for those that make one. */
  readonly artifact: Artifact
  readonly makesArtifact: boolean
  /** Which of its files the artifact holds, for an action that must say so. */
  readonly files: readonly string[]
  readonly environment: Readonly<Record<string, string | Variable>>
  /** Handles on the variables that this action gives. */
  readonly exports: Readonly<Record<V, Variable>>
}

const sourceVariables = ['CommitId', 'BranchName', 'CommitMessage', 'FullRepositoryName'] as const

type Gives<D extends Does> = D extends { kind: 'source' }
  ? (typeof sourceVariables)[number]
  : D extends { kind: 'build'; build: Build<infer V> }
    ? V
    : D extends { kind: 'commands'; exports: readonly (infer V extends string)[] }
      ? V
      : never

const givenBy = (does: Does): readonly string[] => {
  if (does.kind === 'source') return sourceVariables
  if (does.kind === 'build') return does.build.exports
  return does.kind === 'commands' ? (does.exports ?? []) : []
}

/** An action of the pipeline; its variables and its artifact are handles. */
export const pipelineAction = <const D extends Does>(
  id: string,
  given: {
    readonly does: D
    readonly runOrder?: number
    readonly inputs?: readonly Artifact[]
    readonly makesArtifact?: boolean
    readonly files?: readonly string[]
    readonly environment?: Readonly<Record<string, string | Variable>>
  },
): PipelineAction<Gives<D>> => {
  const namespace = pascal(id)
  const gives = givenBy(given.does)
  return Object.freeze({
    name: name<'pipeline-action'>(namespace),
    namespace: name<'namespace'>(namespace),
    does: given.does,
    runOrder: given.runOrder ?? 1,
    inputs: given.inputs ?? [],
    artifact: Object.freeze({ kind: 'artifact', name: name<'artifact'>(namespace) }),
    makesArtifact: given.makesArtifact ?? (given.does.kind === 'source' || given.files !== undefined),
    files: given.files ?? [],
    environment: given.environment ?? {},
    exports: Object.fromEntries(
      gives.map((key) => [key, Object.freeze({ kind: 'variable', text: `#{${namespace}.${key}}` })]),
    ) as Record<Gives<D>, Variable>,
  })
}

/** A stage: actions of the same run order run at the same time. */
export interface Stage {
  readonly name: Name<'stage'>
  readonly actions: readonly PipelineAction[]
  /** What a failure of the stage does beside stopping the execution. */
  readonly onFailure?: 'ROLLBACK'
}

/** A stage of the pipeline. */
export const stage = (
  id: string,
  actions: readonly PipelineAction[],
  given: { readonly onFailure?: Stage['onFailure'] } = {},
): Stage => Object.freeze({ name: name<'stage'>(pascal(id)), actions, ...given })

/** A pipeline of one environment. */
export interface Pipeline {
  /** What its name ends in: nothing for the one that releases, so that it is called after its environment. */
  readonly suffix?: string
  readonly stages: readonly Stage[]
  readonly branch: string
  /** What must change for a push to start it; `false` when no push does. */
  readonly starts?: false | { readonly includes?: readonly string[]; readonly excludes?: readonly string[] }
  readonly mode?: 'SUPERSEDED' | 'QUEUED' | 'PARALLEL'
  readonly variables?: Readonly<Record<string, PipelineVariable>>
  readonly notify?: Notify
}
