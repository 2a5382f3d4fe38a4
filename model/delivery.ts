import type { Bucket } from './bucket.ts'
import type { Budget } from './budget.ts'
import type { Environment } from './environment.ts'
import { Fault } from './fault.ts'
import type { Finding } from './finding.ts'
import type { Func, Request } from './function.ts'
import type { Identity } from './identity.ts'
import type { MachineUser } from './machine-user.ts'
import { type Name, name } from './name.ts'
import type { Observability } from './observability.ts'
import { placed } from './place.ts'
import { problemsOf } from './problems.ts'
import { type InfrastructurePipeline, type ReleasePipeline, releasePipeline } from './release-pipeline.ts'
import type { Repo } from './repo.ts'
import type { Service } from './service.ts'
import type { Site } from './site.ts'
import type { Postgres, Secret, Table, Use } from './store.ts'
import type { WayOut } from './way-out.ts'
import type { WorkflowChoice } from './workflow-choice.ts'

/** What a configuration says: the argument of `delivery`. */
export interface Given {
  /** What everything is called by: the prefix of stacks, roles and repositories. */
  readonly name: string
  readonly repo: Repo
  /** Where it goes: each an account and a region of its own. */
  readonly environments: readonly Environment[]
  /** What runs on ECS. May be empty when there is a site. */
  readonly services: readonly Service[]
  /** Static sites behind CloudFront. None when left out. */
  readonly sites?: readonly Site[]
  /** Lambda functions, and what starts them. None when left out. */
  readonly functions?: readonly Func[]
  /** IAM users for programs outside AWS. None when left out. */
  readonly machineUsers?: readonly MachineUser[]
  readonly observability?: Observability
  readonly budget?: Budget
  /** The pipelines that release services. One per environment, for all of them, when left out. */
  readonly pipelines?: readonly ReleasePipeline[]
  /** A pipeline that changes the stacks themselves. None when left out: `launchway deploy` does it. */
  readonly infrastructure?: InfrastructurePipeline
  /** The GitHub workflows beside preview and sync. None when left out. */
  readonly workflows?: readonly WorkflowChoice[]
  /** The name of an IAM policy, in each account, that bounds what every role made here may do. */
  readonly permissionsBoundary?: string
  /** Resources, changed properties and stacks of one's own. */
  readonly waysOut?: readonly WayOut[]
}

/** Everything that is delivered: one frozen value, from which every file and every plan follows. */
export interface Delivery {
  readonly kind: 'delivery'
  readonly name: Name<'delivery'>
  readonly repo: Repo
  readonly environments: readonly Environment[]
  readonly services: readonly Service[]
  readonly sites: readonly Site[]
  readonly functions: readonly Func[]
  readonly machineUsers: readonly MachineUser[]
  readonly observability?: Observability
  readonly budget?: Budget
  readonly pipelines: readonly ReleasePipeline[]
  readonly infrastructure?: InfrastructurePipeline
  readonly workflows: readonly WorkflowChoice[]
  readonly permissionsBoundary?: string
  readonly waysOut: readonly WayOut[]
  /** The stores that services use, each once, in the order of their first use. */
  readonly databases: readonly Postgres[]
  readonly tables: readonly Table[]
  readonly secrets: readonly Secret[]
  readonly buckets: readonly Bucket[]
  readonly identities: readonly Identity[]
}

const isKind =
  <K extends Use['to']['kind']>(kind: K) =>
  (store: Use['to']): store is Extract<Use['to'], { kind: K }> =>
    store.kind === kind

const isIdentity = (by: Request['by']): by is Identity => by?.kind === 'identity'

// What services, functions and machine users use, what starts a function, and what pages put objects into.
const storesOf = ({ services, sites = [], functions = [], machineUsers = [] }: Given): readonly Use['to'][] => {
  const used = [...services, ...functions, ...machineUsers].flatMap(({ uses }) => uses.map((use) => use.to))
  const events = functions.flatMap(({ on }) =>
    on.flatMap((source) => ('of' in source ? source.of : 'by' in source && isIdentity(source.by) ? source.by : [])),
  )
  return [...new Set([...used, ...events, ...sites.flatMap((site) => site.buckets)])]
}

/**
 * The whole delivery. Throws one Fault that carries every problem of the configuration, each with its line.
 * @example export default delivery({ name: 'hello', repo, environments: [production], services: [web] })
 */
export const delivery = (given: Given): Delivery => {
  const here = placed({}, delivery)
  const problems: readonly Finding[] = problemsOf(given, here)
  if (problems.length > 0) throw new Fault(problems, 2)
  const stores = storesOf(given)
  return placed(
    {
      kind: 'delivery',
      name: name<'delivery'>(given.name),
      repo: given.repo,
      environments: given.environments,
      services: given.services,
      sites: given.sites ?? [],
      pipelines: given.pipelines ?? [releasePipeline('release')],
      ...(given.infrastructure && { infrastructure: given.infrastructure }),
      workflows: given.workflows ?? [],
      ...(given.permissionsBoundary && { permissionsBoundary: given.permissionsBoundary }),
      waysOut: given.waysOut ?? [],
      functions: given.functions ?? [],
      machineUsers: given.machineUsers ?? [],
      ...(given.observability && { observability: given.observability }),
      ...(given.budget && { budget: given.budget }),
      databases: stores.filter(isKind('postgres')),
      tables: stores.filter(isKind('table')),
      secrets: stores.filter(isKind('secret')),
      buckets: stores.filter(isKind('bucket')),
      identities: stores.filter(isKind('identity')),
    },
    delivery,
  )
}
