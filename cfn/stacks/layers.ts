// What each layer gives to the others. Types only: a layer's file makes the stack, whoever needs it takes this.
import type { Func, Layer, Service, Site, Stack } from '#model'
import type { Value } from '#model/value.ts'

/** The bucket for nested templates and for what the pipeline hands from action to action. */
export type BootstrapExports = {
  readonly bucketName: Value<'bucket-name'>
  readonly bucketArn: Value<'bucket-arn'>
  readonly bucketDomain: Value<'bucket-domain'>
}

/** The VPC, with a public and a private subnet in each of three zones. */
export type NetworkExports = {
  readonly vpcId: Value<'vpc-id'>
  readonly publicSubnetA: Value<'subnet-id'>
  readonly publicSubnetB: Value<'subnet-id'>
  readonly publicSubnetC: Value<'subnet-id'>
  readonly privateSubnetA: Value<'subnet-id'>
  readonly privateSubnetB: Value<'subnet-id'>
  readonly privateSubnetC: Value<'subnet-id'>
}

/** An image repository per service, and the parameter that says which image runs. */
export type RegistryExports = {
  readonly [repository: `${string}-repository-name`]: Value<'repository-name'>
  readonly [repository: `${string}-repository-arn`]: Value<'repository-arn'>
  readonly [repository: `${string}-repository-uri`]: Value<'repository-uri'>
  readonly [parameter: `${string}-image-parameter`]: Value<'parameter-name'>
}

/** Where tasks run and how requests reach them. */
export type ClusterExports = {
  readonly clusterName: Value<'cluster-name'>
  readonly clusterArn: Value<'cluster-arn'>
  readonly loadBalancerDns: Value<'load-balancer-dns'>
  readonly loadBalancerFullName: Value<'load-balancer-full-name'>
  readonly listenerArn: Value<'listener-arn'>
  readonly tasksSecurityGroup: Value<'security-group-id'>
  /** The namespace in which services call each other; there when one calls another. */
  readonly [namespace: `mesh-${string}`]: Value<'text'>
  /** The key and the log group of commands that people execute in tasks; there when a service allows it. */
  readonly [key: `command-key-${string}`]: Value<'kms-key-arn'>
  readonly [logs: `command-logs-${string}`]: Value<'log-group-arn'>
}

/** Per database: where it listens, and the secret with its credentials. */
export type DatabaseExports = {
  readonly [host: `${string}-host`]: Value<'database-endpoint'>
  readonly [port: `${string}-port`]: Value<'database-port'>
  readonly [secret: `${string}-secret-arn`]: Value<'secret-arn'>
  /** What IAM calls the database; there when it takes tokens for passwords. */
  readonly [resource: `${string}-resource-id`]: Value<'text'>
}

/** Per table: its generated name, its ARN, and its stream's where it has one. */
export type TablesExports = {
  readonly [name: `${string}-table-name`]: Value<'table-name'>
  readonly [arn: `${string}-stream-arn`]: Value<'stream-arn'>
  readonly [arn: `${string}-table-arn`]: Value<'table-arn'>
}

/** Per secret: its ARN. */
export type SecretsExports = { readonly [arn: `${string}-secret-arn`]: Value<'secret-arn'> }

/** One service, as those who roll it see it. */
export type ServiceExports = {
  readonly serviceName: Value<'service-name'>
  readonly serviceArn: Value<'service-arn'>
  readonly taskRoleArn: Value<'role-arn'>
  readonly executionRoleArn: Value<'role-arn'>
  /** The group whose targets alarms watch; there when somebody watches. */
  readonly [group: `target-group-${string}`]: Value<'target-group-full-name'>
}

/** One site, as those who fill it see it. */
export type SiteExports = {
  readonly bucketName: Value<'bucket-name'>
  readonly bucketArn: Value<'bucket-arn'>
  readonly distributionId: Value<'distribution-id'>
  readonly domain: Value<'distribution-domain'>
}

/** The zone of the domain, and a certificate for it in the environment's own region. */
export type DnsExports = {
  readonly zoneId: Value<'zone-id'>
  readonly certificateArn: Value<'certificate-arn'>
}

/** What CloudFront takes from us-east-1 only. */
export type EdgeExports = {
  readonly [certificate: `certificate-${string}`]: Value<'certificate-arn'>
  readonly [firewall: `web-acl-${string}`]: Value<'web-acl-arn'>
}

/** Per bucket: its generated name, ARN and host; for one that is served, its distribution's host as well. */
export type AssetsExports = {
  readonly [name: `${string}-bucket-name`]: Value<'bucket-name'>
  readonly [arn: `${string}-bucket-arn`]: Value<'bucket-arn'>
  readonly [host: `${string}-bucket-host`]: Value<'bucket-domain'>
  readonly [host: `${string}-served-host`]: Value<'distribution-domain'>
}

/** Per identity: its pool and the client that applications sign in through. */
export type IdentityExports = {
  readonly [pool: `${string}-pool-id`]: Value<'user-pool-id'>
  readonly [client: `${string}-client-id`]: Value<'user-pool-client-id'>
}

/** One function, as those who call it see it. */
export type FunctionExports = {
  readonly functionName: Value<'text'>
  readonly functionArn: Value<'function-arn'>
}

/** The HTTP API whose requests start functions. */
export type HttpApiExports = { readonly apiId: Value<'text'>; readonly endpoint: Value<'text'> }

/** The stacks of an environment so far. A layer that nothing uses is missing. */
export interface Layers {
  readonly bootstrap: Stack<BootstrapExports>
  readonly dns?: Layer<DnsExports>
  readonly edge?: Stack<EdgeExports>
  readonly network?: Layer<NetworkExports>
  readonly registry?: Stack<RegistryExports>
  readonly cluster?: Stack<ClusterExports>
  readonly database?: Stack<DatabaseExports>
  readonly tables?: Stack<TablesExports>
  readonly secrets?: Stack<SecretsExports>
  readonly assets?: Stack<AssetsExports>
  readonly identity?: Stack<IdentityExports>
  readonly httpApi?: Stack<HttpApiExports>
  readonly functions?: ReadonlyMap<Func, Stack<FunctionExports>>
  readonly services: ReadonlyMap<Service, Stack<ServiceExports>>
  readonly sites: ReadonlyMap<Site, Stack<SiteExports>>
}

/** The layer or value, which must be there: that it is used is why it was made, so its absence is our own bug. */
export const present = <T>(given: T | undefined, what: string): T => {
  if (given === undefined) throw new Error(`${what} is used but was not made`)
  return given
}

/** A list of objects as one, for exports that are named after the things of a delivery. */
export const merged = <T extends object>(all: readonly T[]): T => Object.assign({}, ...all)

/** The values of one thing under its name: `owned('api', { 'repository-uri': … })` has `api-repository-uri`. */
export const owned = <const T extends Readonly<Record<string, Value>>>(owner: string, values: T) =>
  Object.fromEntries(Object.entries(values).map(([key, each]) => [`${owner}-${key}`, each])) as {
    readonly [K in keyof T & string as `${string}-${K}`]: T[K]
  }
