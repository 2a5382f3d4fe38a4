import type { Value } from '#model/value.ts'
import type { NetworkExports } from './layers.ts'

/** The private subnets of a network that is imported: three of a VPC of ours, two or three of one that exists. */
export const privateSubnets = (of: NetworkExports): readonly Value<'subnet-id'>[] =>
  given([of.privateSubnetA, of.privateSubnetB, of.privateSubnetC])

/** Its public subnets. */
export const publicSubnets = (of: NetworkExports): readonly Value<'subnet-id'>[] =>
  given([of.publicSubnetA, of.publicSubnetB, of.publicSubnetC])

// The names of all three stand in the type; a VPC that exists may lack some.
const given = (subnets: readonly (Value<'subnet-id'> | undefined)[]): readonly Value<'subnet-id'>[] =>
  subnets.filter((each) => each !== undefined)
