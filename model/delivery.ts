import type { Environment } from './environment.ts'
import { Fault } from './fault.ts'
import type { Finding } from './finding.ts'
import { type Name, name } from './name.ts'
import { placed } from './place.ts'
import { problemsOf } from './problems.ts'
import type { Repo } from './repo.ts'
import type { Service } from './service.ts'
import type { Site } from './site.ts'
import type { Postgres, Secret, Table, Use } from './store.ts'

/** What a configuration says: the argument of `delivery`. */
export interface Given {
  readonly name: string
  readonly repo: Repo
  readonly environments: readonly Environment[]
  readonly services: readonly Service[]
  readonly sites?: readonly Site[]
}

/** Everything that is delivered: one frozen value, from which every file and every plan follows. */
export interface Delivery {
  readonly kind: 'delivery'
  readonly name: Name<'delivery'>
  readonly repo: Repo
  readonly environments: readonly Environment[]
  readonly services: readonly Service[]
  readonly sites: readonly Site[]
  /** The stores that services use, each once, in the order of their first use. */
  readonly databases: readonly Postgres[]
  readonly tables: readonly Table[]
  readonly secrets: readonly Secret[]
}

const isKind =
  <K extends Use['to']['kind']>(kind: K) =>
  (store: Use['to']): store is Extract<Use['to'], { kind: K }> =>
    store.kind === kind

/**
 * The whole delivery. Throws one Fault that carries every problem of the configuration, each with its line.
 * @example export default delivery({ name: 'hello', repo, environments: [production], services: [web] })
 */
export const delivery = (given: Given): Delivery => {
  const here = placed({}, delivery)
  const problems: readonly Finding[] = problemsOf(given, here)
  if (problems.length > 0) throw new Fault(problems, 2)
  const stores = [...new Set(given.services.flatMap((service) => service.uses.map((use) => use.to)))]
  return placed(
    {
      kind: 'delivery',
      name: name<'delivery'>(given.name),
      repo: given.repo,
      environments: given.environments,
      services: given.services,
      sites: given.sites ?? [],
      databases: stores.filter(isKind('postgres')),
      tables: stores.filter(isKind('table')),
      secrets: stores.filter(isKind('secret')),
    },
    delivery,
  )
}
