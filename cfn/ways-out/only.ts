import type { Environment } from '#model'
import { type WayOut, wayOut } from '#model/way-out.ts'

/**
 * A way out for one environment; without this it is for all of them.
 * @example only(staging, alter('network', emitted('Vpc', 'AWS::EC2::VPC'), { InstanceTenancy: 'dedicated' }))
 */
export const only = <W extends WayOut>(environment: Environment, way: W): W =>
  wayOut({ ...way, environments: [...way.environments, environment] }, only)
