// The services beyond the core that a local AWS is started with.
import type { CloudFormationApi } from './cloudformation/cloudformation.ts'
import type { Core } from './core.ts'
import type { RestHandler } from './protocols/received.ts'
import type { Route } from './server/route.ts'
import type { Service } from './service.ts'
import type { World } from './world.ts'

/** What a set of services adds to the local AWS. */
export interface Added {
  readonly services: readonly Service[]
  /** Raw HTTP routes, looked at before any AWS protocol. */
  readonly routes?: readonly Route[]
  /** REST services by signing name. */
  readonly rest?: Readonly<Record<string, RestHandler>>
}

/** What services are made from. `cloudformation` may be asked once the local AWS listens. */
export interface ServiceParts {
  readonly core: Core
  readonly cloudformation: () => CloudFormationApi
}

/** Makes a set of services. */
export type AddServices = (world: World, parts: ServiceParts) => Added | Promise<Added>

/** No services beyond the core. */
export const noServices: AddServices = () => ({ services: [] })
