import {
  type Build,
  type Delivery,
  type Environment,
  type File,
  filePath,
  type Pipeline,
  type Service,
  type Site,
  type Stack,
} from '#model'
import type { TakenRole } from '#model/subject.ts'
import { printTemplate } from './print.ts'
import { bootstrap } from './stacks/bootstrap.ts'
import { cicd } from './stacks/cicd.ts'
import { cluster } from './stacks/cluster.ts'
import { database } from './stacks/database.ts'
import type { Layers, ServiceExports, SiteExports } from './stacks/layers.ts'
import { network } from './stacks/network.ts'
import { registry } from './stacks/registry.ts'
import { secrets } from './stacks/secrets.ts'
import { serviceStack } from './stacks/service.ts'
import { siteStack } from './stacks/site.ts'
import { syncRole } from './stacks/sync-role.ts'
import { tables } from './stacks/tables.ts'

/** What the stacks of an environment need beside the delivery: how it is built, delivered, and taken by jobs. */
export interface Ways {
  readonly pipeline: Pipeline
  readonly builds: readonly Build[]
  readonly roles: readonly TakenRole[]
}

/** The stacks of an environment, each after those it needs. A layer that nothing uses is not made. */
export const stacksOf = (d: Delivery, e: Environment, { pipeline, builds, roles }: Ways): readonly Stack[] => {
  const layers = sitesOf(d, e, servicesOf(d, e, storesOf(d, e)))
  const taken = roles.filter(({ role }) => role.environment === e)
  const { services, sites, ...single } = layers
  const all = [
    ...Object.values(single),
    ...services.values(),
    ...sites.values(),
    d.services.length > 0 ? cicd(d, e, { pipeline, builds, layers }) : undefined,
    taken.length > 0 ? syncRole(d, e, { roles: taken, layers }) : undefined,
  ]
  return all.filter((each) => each !== undefined) as readonly Stack[]
}

const storesOf = (d: Delivery, e: Environment): Layers => {
  const bare: Layers = { bootstrap: bootstrap(d, e), services: new Map(), sites: new Map() }
  if (d.services.length === 0) return bare
  const made = { ...bare, network: network(d, e), registry: registry(d, e) }
  const withCluster = { ...made, cluster: cluster(d, e, { network: made.network }) }
  return {
    ...withCluster,
    ...(d.databases.length > 0 && { database: database(d, e, withCluster) }),
    ...(d.tables.length > 0 && { tables: tables(d, e) }),
    ...(d.secrets.length > 0 && { secrets: secrets(d, e) }),
  }
}

const servicesOf = (d: Delivery, e: Environment, layers: Layers): Layers => {
  const services = d.services.map((service): [Service, Stack<ServiceExports>] => [
    service,
    serviceStack(d, e, { service, layers }),
  ])
  return { ...layers, services: new Map(services) }
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
