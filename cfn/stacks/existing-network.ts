import type { ExistingVpc } from '#model'
import type { Value } from '#model/value.ts'
import { known } from '../template/intrinsics.ts'
import type { NetworkExports } from './layers.ts'

/** What a VPC that exists gives to the other layers: the ids that the configuration names. */
export const existingNetwork = (of: ExistingVpc): NetworkExports => {
  const [privateSubnetA, privateSubnetB, privateSubnetC] = of.privateSubnets.map(subnet)
  const [publicSubnetA, publicSubnetB, publicSubnetC] = of.publicSubnets.map(subnet)
  const all = {
    vpcId: known<'vpc-id'>(of.id),
    publicSubnetA,
    publicSubnetB,
    publicSubnetC,
    privateSubnetA,
    privateSubnetB,
    privateSubnetC,
  }
  const given = Object.entries(all).filter(([, id]) => id !== undefined)
  return Object.fromEntries(given) as NetworkExports
}

const subnet = (id: string): Value<'subnet-id'> => known<'subnet-id'>(id)
