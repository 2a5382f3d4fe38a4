// What a configuration chooses about the pipelines that release: everything is off, or as small as it can be, unless said.
import type { Environment } from './environment.ts'
import { kebab, type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { Service } from './service.ts'

/**
 * Which pushes to the release branch start a pipeline: any; those that change what its services are made of; or those
 * that pass the patterns. AWS CodePipeline User Guide, "Filter triggers on code push or pull requests".
 */
export type Paths =
  | 'any'
  | 'services'
  | { readonly includes?: readonly string[]; readonly excludes?: readonly string[] }

/** How a release is proved from outside once its tasks run. */
export interface Smoke {
  /** What is asked for: the health path of each service unless said. */
  readonly path?: string
  /** `release`: the answer must name the commit that was released; `ok`: any 2xx will do. */
  readonly expects: 'ok' | 'release'
}

/** Who hears how executions end. */
export interface Notify {
  readonly email?: readonly string[]
  /** The ids that Amazon Q Developer in chat applications (once AWS Chatbot) shows for a workspace and a channel. */
  readonly slack?: { readonly workspace: string; readonly channel: string }
  /** Only what went wrong, unless `every`. */
  readonly on: 'failure' | 'every'
}

/** A variable that whoever starts an execution may set. Actions read it as `#{variables.NAME}`. */
export interface PipelineVariable {
  readonly default: string
  readonly about?: string
}

/** A pipeline that releases services: which ones, where, and what stands between a merge and the traffic. */
export interface ReleasePipeline {
  readonly kind: 'release-pipeline'
  readonly name: Name<'pipeline'>
  /** All of the delivery's when left out. */
  readonly services?: readonly Service[]
  /** All of the delivery's when left out. */
  readonly environments?: readonly Environment[]
  readonly mode: 'SUPERSEDED' | 'QUEUED' | 'PARALLEL'
  readonly paths: Paths
  readonly approve: boolean
  readonly smoke?: Smoke
  readonly rollback: boolean
  readonly variables: Readonly<Record<string, PipelineVariable>>
  readonly notify?: Notify
  /** Takes the very images that this environment runs, by digest, instead of building them again. */
  readonly promotes?: Environment
}

/**
 * A smoke check: asks for a path through the load balancer until it answers. By default any 2xx of the health path will do.
 * @example smoke({ path: '/health', expects: 'release' })
 */
export const smoke = (given: Partial<Smoke> = {}): Smoke => ({ expects: 'ok', ...given })

/**
 * A pipeline that releases services. Left out of a delivery, there is one per environment: `releasePipeline('release')`.
 * @example releasePipeline('release', { approve: true, smoke: smoke({ expects: 'release' }), rollback: true })
 */
export const releasePipeline = (
  id: string,
  given: {
    readonly services?: readonly Service[]
    readonly environments?: readonly Environment[]
    /** The newest waiting execution replaces the older (default), all wait their turn, or all run at once. */
    readonly mode?: 'superseded' | 'queued' | 'parallel'
    /** Default `any`. */
    readonly paths?: Paths
    /** A person must approve before anything is deployed or migrated. */
    readonly approve?: boolean
    readonly smoke?: Smoke
    /** Puts the last good release back when the Deploy stage fails, the smoke check included. */
    readonly rollback?: boolean
    readonly variables?: ReleasePipeline['variables']
    readonly notify?: Partial<Notify>
    readonly promotes?: Environment
  } = {},
): ReleasePipeline =>
  placed(
    {
      kind: 'release-pipeline',
      name: name<'pipeline'>(kebab(String(id))),
      ...(given.services && { services: given.services }),
      ...(given.environments && { environments: given.environments }),
      mode: modes[given.mode ?? 'superseded'],
      paths: given.paths ?? 'any',
      approve: given.approve ?? false,
      ...(given.smoke && { smoke: given.smoke }),
      rollback: given.rollback ?? false,
      variables: given.variables ?? {},
      ...(given.notify && { notify: { on: 'failure', ...given.notify } }),
      ...(given.promotes && { promotes: given.promotes }),
    },
    releasePipeline,
  )

const modes = { superseded: 'SUPERSEDED', queued: 'QUEUED', parallel: 'PARALLEL' } as const

/** A pipeline that changes the stacks themselves: a change set, an approval, its execution, stack after stack. */
export interface InfrastructurePipeline {
  readonly kind: 'infrastructure-pipeline'
  /** The role that CloudFormation takes: yours, since no derived role could be allowed to make any resource. */
  readonly role: string
  readonly approve: boolean
  readonly environments?: readonly Environment[]
  readonly notify?: Notify
}

/**
 * A pipeline for the stacks, started when their templates or the code of functions change: change set, approval with what
 * it would do, execution. It leaves out the stack that it is in: a change of a pipeline is deployed with `launchway deploy`.
 * The role's name is that of a role that CloudFormation may take in each account.
 * @example infrastructurePipeline({ role: 'cloudformation-deploy' })
 */
export const infrastructurePipeline = (given: {
  readonly role: string
  readonly approve?: boolean
  readonly environments?: readonly Environment[]
  readonly notify?: Partial<Notify>
}): InfrastructurePipeline =>
  placed(
    {
      kind: 'infrastructure-pipeline',
      role: given?.role,
      approve: given?.approve ?? true,
      ...(given?.environments && { environments: given.environments }),
      ...(given?.notify && { notify: { on: 'failure', ...given.notify } }),
    },
    infrastructurePipeline,
  )
