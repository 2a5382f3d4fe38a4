import { type Name, name } from './name.ts'
import { type Network, vpc } from './network.ts'
import { placed } from './place.ts'

/** Who reaches the load balancer: the internet, or the VPC and what is connected to it. */
export type LoadBalancerScheme = 'internet-facing' | 'internal'

/** One place the delivery goes to: an AWS account and region of its own. */
export interface Environment {
  readonly kind: 'environment'
  readonly name: Name<'environment'>
  /** The twelve digits of the AWS account. */
  readonly account: string
  /** The AWS region. */
  readonly region: string
  /** The domain it is served under. With one, the load balancer speaks HTTPS and HTTP only redirects. */
  readonly domain?: string
  /** The id of the domain's hosted zone in Route 53; without one, a domain brings its own. */
  readonly zone?: string
  /** The ARN of a certificate that exists, in this region; without one, a domain brings its own. */
  readonly certificate?: string
  /**
   * What was made in us-east-1 for sites of an environment elsewhere: the outputs of its `edge` stack, entered once.
   * Nothing can be imported from another region.
   */
  readonly edge?: { readonly certificate?: string; readonly webAcl?: string }
  readonly network: Network
  readonly loadBalancer: LoadBalancerScheme
  /** The name of an ECS cluster that exists; without one, the environment makes its own. */
  readonly cluster?: string
}

/**
 * An environment: its name, account and region. Without more it has a VPC of its own with one NAT gateway, a load
 * balancer that the internet reaches over HTTP, and an ECS cluster of its own.
 * @example environment('production', { account: '111111111111', region: 'ca-central-1', domain: 'cruddur.com', network: vpc({ nat: 'per-zone' }) })
 */
export const environment = (
  id: string,
  given: {
    readonly account: string
    readonly region: string
    readonly domain?: string
    readonly zone?: string
    readonly certificate?: string
    readonly edge?: Environment['edge']
    readonly network?: Network
    readonly loadBalancer?: LoadBalancerScheme
    readonly cluster?: string
  },
): Environment =>
  placed(
    {
      kind: 'environment',
      name: name<'environment'>(id),
      account: given?.account,
      region: given?.region,
      ...(given?.domain !== undefined && { domain: given.domain }),
      ...(given?.zone !== undefined && { zone: given.zone }),
      ...(given?.certificate !== undefined && { certificate: given.certificate }),
      ...(given?.edge && { edge: given.edge }),
      network: given?.network ?? vpc(),
      loadBalancer: given?.loadBalancer ?? 'internet-facing',
      ...(given?.cluster !== undefined && { cluster: given.cluster }),
    },
    environment,
  )

/** True when its load balancer speaks HTTPS: a domain brings a certificate, or one exists. */
export const isHttps = (e: Environment): boolean => e.domain !== undefined || e.certificate !== undefined
