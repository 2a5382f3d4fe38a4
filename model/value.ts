// A value that CloudFormation knows only when it deploys. It carries the kind of thing it is, so a VPC id cannot stand
// where a target group's ARN belongs.

declare const of: unique symbol

/** The kinds of value that cross from one resource, or one stack, to another. `text` is anything else, `texts` a list. */
export type Kind =
  | 'text'
  | 'number'
  | 'arn'
  | 'vpc-id'
  | 'subnet-id'
  | 'subnet-ids'
  | 'security-group-id'
  | 'route-table-id'
  | 'cluster-name'
  | 'cluster-arn'
  | 'load-balancer-arn'
  | 'load-balancer-dns'
  | 'load-balancer-full-name'
  | 'listener-arn'
  | 'target-group-arn'
  | 'target-group-full-name'
  | 'service-name'
  | 'task-definition-arn'
  | 'role-arn'
  | 'role-name'
  | 'policy-arn'
  | 'oidc-provider-arn'
  | 'log-group-name'
  | 'log-group-arn'
  | 'bucket-name'
  | 'bucket-arn'
  | 'bucket-domain'
  | 'repository-name'
  | 'repository-arn'
  | 'repository-uri'
  | 'database-endpoint'
  | 'database-port'
  | 'secret-arn'
  | 'table-name'
  | 'table-arn'
  | 'stream-arn'
  | 'project-name'
  | 'project-arn'
  | 'pipeline-name'
  | 'connection-arn'
  | 'distribution-id'
  | 'distribution-domain'
  | 'parameter-name'
  | 'kms-key-arn'
  | 'topic-arn'
  | 'queue-arn'
  | 'service-arn'
  | 'function-arn'
  | 'certificate-arn'
  | 'zone-id'
  | 'user-pool-id'
  | 'user-pool-arn'
  | 'user-pool-client-id'
  | 'web-acl-arn'
  | 'internet-gateway-id'
  | 'nat-gateway-id'
  | 'allocation-id'
  | 'origin-access-control-id'
  | 'response-headers-policy-id'
  | 'edge-function-arn'
  | 'database-subnet-group'
  | 'database-parameter-group'
  | 'database-cluster-parameter-group'
  | 'texts'

/** An intrinsic that gives a value of that kind. Only the template core makes one; nothing reads inside. */
export interface Value<out K extends Kind = Kind> {
  readonly [of]: () => K
}

/** Marks CloudFormation JSON as a value of a kind. Not exported by `index.ts`; for the template core. */
export const value = <K extends Kind>(intrinsic: Readonly<Record<string, unknown>>): Value<K> => {
  const made = { ...intrinsic }
  // A value inside a JavaScript text would read "[object Object]" in the template.
  Object.defineProperty(made, Symbol.toPrimitive, {
    enumerable: false,
    value: () => {
      throw new TypeError('a CloudFormation value cannot stand inside a text; use sub`…` of the template core')
    },
  })
  return Object.freeze(made) as unknown as Value<K>
}
