import {
  type Delivery,
  type Environment,
  type File,
  type Func,
  filePath,
  type Layer,
  type Pipeline,
  restated,
  type Site,
  type Stack,
  stacksAmong,
} from '#model'
import type { TakenRole } from '#model/subject.ts'
import { inOrder } from './in-order.ts'
import { printTemplate } from './print.ts'
import { assets } from './stacks/assets.ts'
import { billing, chargesAlarm } from './stacks/billing.ts'
import { bootstrap } from './stacks/bootstrap.ts'
import { boundedStack } from './stacks/boundary.ts'
import { cicd } from './stacks/cicd.ts'
import { cluster } from './stacks/cluster.ts'
import { database } from './stacks/database.ts'
import { dns } from './stacks/dns.ts'
import { edge, edgeOf, edgeRegion, hasEdge } from './stacks/edge.ts'
import { functionStack } from './stacks/function.ts'
import { httpApi, routesOf } from './stacks/http-api.ts'
import { identity } from './stacks/identity.ts'
import type { FunctionExports, Layers, SiteExports } from './stacks/layers.ts'
import { machineUsers } from './stacks/machine-user.ts'
import { networkOf } from './stacks/network.ts'
import { observability } from './stacks/observability.ts'
import { registry } from './stacks/registry.ts'
import { secrets } from './stacks/secrets.ts'
import { serviceStack } from './stacks/service.ts'
import { calledFirst } from './stacks/service-connect.ts'
import { siteStack } from './stacks/site.ts'
import { syncRole } from './stacks/sync-role.ts'
import { tables } from './stacks/tables.ts'
import { applied } from './ways-out/apply.ts'
import { ownStacks } from './ways-out/own-stacks.ts'

/** What the stacks of an environment need beside the delivery: how it is built, delivered, and taken by jobs. */
export interface Ways {
  readonly pipelines: readonly Pipeline[]
  readonly roles: readonly TakenRole[]
  /** The pipeline that changes the stacks, from the stacks: made last, since it names them all. */
  readonly infrastructure?: (stacks: readonly Stack[]) => Pipeline
}

/** The stacks of an environment, each after those it needs. A layer that nothing uses is not made. */
export const stacksOf = (d: Delivery, e: Environment, { pipelines, roles, infrastructure }: Ways): readonly Stack[] => {
  const layers = sitesOf(d, e, servicesOf(d, e, peopleOf(d, e, storesOf(d, e))))
  const taken = roles.filter(({ role }) => role.environment === e)
  const { services, sites, functions, ...single } = layers
  const ours: readonly Layer[] = [
    ...Object.values(single),
    ...(functions?.values() ?? []),
    ...services.values(),
    ...sites.values(),
    ...watchingOf(d, e, layers),
  ]
  const made = inOrder([...stacksAmong(ours), ...ownStacks(d, e, ours)])
  const taking = taken.length > 0 ? [syncRole(d, e, { roles: taken, layers }) as Stack] : []
  const all = [...pipelines, ...(infrastructure ? [infrastructure([...made, ...taking])] : [])]
  const delivering = all.length > 0 ? [cicd(d, e, { pipelines: all, layers })] : []
  return applied(
    d,
    e,
    restated([...made, ...delivering, ...taking], (each) => boundedStack(d, each)),
  )
}

const storesOf = (d: Delivery, e: Environment): Layers => {
  const bare = outerOf(d, e)
  if (d.services.length === 0) return { ...bare, ...keptOf(d, e) }
  const made = { ...bare, network: networkOf(d, e), registry: registry(d, e) }
  const withCluster = { ...made, cluster: cluster(d, e, { network: made.network, ...(made.dns && { dns: made.dns }) }) }
  return {
    ...withCluster,
    ...(d.databases.length > 0 && { database: database(d, e, withCluster) }),
    ...keptOf(d, e),
  }
}

// What stands before everything: the bucket, the domain, and in us-east-1 what CloudFront takes from there.
const outerOf = (d: Delivery, e: Environment): Layers => {
  const bare = { bootstrap: bootstrap(d, e), ...(e.domain !== undefined && { dns: dns(d, e, e.domain) }) }
  const ours = hasEdge(d, e) && e.region === edgeRegion
  return { ...bare, ...(ours && { edge: edge(d, e, bare) }), services: new Map(), sites: new Map() }
}

// What keeps data and needs no network.
const keptOf = (d: Delivery, e: Environment): Pick<Layers, 'tables' | 'secrets' | 'assets'> => ({
  ...(d.tables.length > 0 && { tables: tables(d, e) }),
  ...(d.secrets.length > 0 && { secrets: secrets(d, e) }),
  ...(d.buckets.length > 0 && { assets: assets(d, e) }),
})

// Functions that Cognito calls stand before the pools, those that know a pool after them, the API after all of them.
const peopleOf = (d: Delivery, e: Environment, layers: Layers): Layers => {
  const isHook = (func: Func) => func.on.some(({ event }) => event === 'confirmed')
  const withHooks = functionsOf(d, e, { layers, of: d.functions.filter(isHook) })
  const withPools = d.identities.length > 0 ? { ...withHooks, identity: identity(d, e, withHooks) } : withHooks
  const all = functionsOf(d, e, { layers: withPools, of: d.functions.filter((func) => !isHook(func)) })
  return routesOf(d).length > 0 ? { ...all, httpApi: httpApi(d, e, all) } : all
}

const functionsOf = (d: Delivery, e: Environment, given: { layers: Layers; of: readonly Func[] }): Layers => {
  const { layers, of } = given
  if (of.length === 0) return layers
  const made = of.map((func): [Func, Stack<FunctionExports>] => [func, functionStack(d, e, { func, layers })])
  return { ...layers, functions: new Map([...(layers.functions ?? []), ...made]) }
}

// What nothing else needs: users for programs outside, alarms, the budget.
const watchingOf = (d: Delivery, e: Environment, layers: Layers): readonly Stack[] => [
  ...(d.machineUsers.length > 0 ? [machineUsers(d, e, layers)] : []),
  ...(d.observability ? [observability(d, e, { given: d.observability, layers })] : []),
  ...(d.budget ? [billing(d, e, d.budget)] : []),
]

/** The stacks of an environment that can only be in us-east-1, when it is elsewhere: an environment of its own there. */
export const edgeStacksOf = (d: Delivery, e: Environment): readonly Stack[] => {
  const here = edgeOf(e)
  if (here === e) return []
  return [...(hasEdge(d, e) ? [edge(d, e, {}) as Stack] : []), ...(d.budget ? [chargesAlarm(d, here, d.budget)] : [])]
}

// Who is called stands before who calls: tasks that started earlier would not find it.
const servicesOf = (d: Delivery, e: Environment, layers: Layers): Layers => {
  const services = new Map(layers.services)
  const within: Layers = { ...layers, services }
  for (const service of calledFirst(d.services)) services.set(service, serviceStack(d, e, { service, layers: within }))
  return within
}

const sitesOf = (d: Delivery, e: Environment, layers: Layers): Layers => {
  const sites = d.sites.map((site): [Site, Stack<SiteExports>] => [site, siteStack(d, e, { site, layers })])
  return { ...layers, sites: new Map(sites) }
}

/** Where the template of a stack, or one nested in it, is generated to. */
export const templatePath = (stack: Pick<Stack, 'environment'>, id: string): File['path'] =>
  filePath('cfn', 'out', stack.environment.name, `${id}.yaml`)

/** The templates of some stacks as files, nested ones behind their parents. */
export const templateFiles = (stacks: readonly Stack[]): readonly File[] =>
  stacks.flatMap((stack) =>
    [{ id: stack.id as string, template: stack.template }, ...stack.nested].map(({ id, template }) => ({
      path: templatePath(stack, id),
      text: printTemplate(template),
      from: 'launchway.config.ts',
    })),
  )
