// Where an environment's tasks and databases live: a VPC of its own, or one that exists.
import { placed } from './place.ts'

/** How private subnets reach the internet: one gateway for all zones, one in each, or none and endpoints instead. */
export type Nat = 'single' | 'per-zone' | 'none'

/** A VPC that the delivery makes: three public and three private subnets. */
export interface Vpc {
  readonly kind: 'vpc'
  /** The range of its addresses. */
  readonly cidr: string
  readonly nat: Nat
}

/** A VPC that someone else made, with two or three subnets a side, each in a zone of its own. */
export interface ExistingVpc {
  readonly kind: 'existing-vpc'
  /** The id of the VPC. */
  readonly id: string
  /** Its range of addresses. */
  readonly cidr: string
  /** For an internal load balancer these are not used and may be left out. */
  readonly publicSubnets: readonly string[]
  /** The ids of subnets for tasks and databases. */
  readonly privateSubnets: readonly string[]
}

/** The network of an environment. */
export type Network = Vpc | ExistingVpc

/**
 * A VPC of the environment's own. `nat` is `single` unless said otherwise: `per-zone` outlives the loss of a zone and
 * costs three times as much; `none` costs no gateway and reaches only AWS, through interface endpoints for what is used.
 * `cidr` is `10.0.0.0/16` unless said otherwise; a /16 to a /20 holds the six subnets.
 * @example vpc({ nat: 'per-zone' })
 */
export const vpc = (given: { readonly nat?: Nat; readonly cidr?: string } = {}): Vpc =>
  placed({ kind: 'vpc', cidr: given.cidr ?? '10.0.0.0/16', nat: given.nat ?? 'single' }, vpc)

/**
 * A VPC that exists. Its private subnets must reach ECR, CloudWatch Logs and S3 by a route of their own.
 * @example existingVpc({ id: 'vpc-0a1b2c3d', cidr: '10.8.0.0/16', publicSubnets: ['subnet-0aa', 'subnet-0bb'], privateSubnets: ['subnet-0cc', 'subnet-0dd'] })
 */
export const existingVpc = (given: {
  readonly id: string
  readonly cidr: string
  readonly publicSubnets?: readonly string[]
  readonly privateSubnets: readonly string[]
}): ExistingVpc =>
  placed(
    {
      kind: 'existing-vpc',
      id: given?.id,
      cidr: given?.cidr,
      publicSubnets: given?.publicSubnets ?? [],
      privateSubnets: given?.privateSubnets,
    },
    existingVpc,
  )
