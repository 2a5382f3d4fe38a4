// Data stores and secrets. Each gives the uses a service can make of it; permissions, network paths and environment
// variables follow from those uses and are written nowhere else.
import { type Name, name } from './name.ts'
import { placed } from './place.ts'

/** A PostgreSQL database on RDS. */
export interface Postgres {
  readonly kind: 'postgres'
  readonly name: Name<'database'>
  /** The RDS instance class. */
  readonly class: string
  readonly storageGiB: number
  readonly backupDays: number
  readonly multiAz: boolean
  /** Lets a service connect: PGHOST… in its environment, its credentials as secrets, the security group opened. */
  readonly connect: () => Use
}

/** A DynamoDB table. */
export interface Table {
  readonly kind: 'table'
  readonly name: Name<'table'>
  readonly partitionKey: string
  readonly sortKey?: string
  readonly indexes: Readonly<Record<string, readonly [partition: string, sort?: string]>>
  readonly stream?: 'new-image' | 'new-and-old-images'
  readonly read: () => Use
  readonly readWrite: () => Use
}

/** A secret in Secrets Manager whose value people set; Launchway never sees it. */
export interface Secret {
  readonly kind: 'secret'
  readonly name: Name<'secret'>
  readonly read: () => Use
}

/** One use of one thing: the edge that permissions are derived from. */
export type Use =
  | { readonly may: 'connect'; readonly to: Postgres }
  | { readonly may: 'read'; readonly to: Table | Secret }
  | { readonly may: 'read-write'; readonly to: Table }

/**
 * A PostgreSQL database: private, encrypted, backed up, with a managed master secret.
 * @example postgres('cruddur', { class: 'db.t4g.micro', backupDays: 7 })
 */
export const postgres = (
  id: string,
  given: {
    readonly class?: string
    readonly storageGiB?: number
    readonly backupDays?: number
    readonly multiAz?: boolean
  } = {},
): Postgres => {
  const made: Postgres = {
    kind: 'postgres',
    name: name<'database'>(id),
    class: given.class ?? 'db.t4g.micro',
    storageGiB: given.storageGiB ?? 20,
    backupDays: given.backupDays ?? 7,
    multiAz: given.multiAz ?? false,
    connect: () => ({ may: 'connect', to: made }),
  }
  return placed(made, postgres)
}

/**
 * A DynamoDB table: on demand, encrypted, with point-in-time recovery and deletion protection.
 * @example table('messages', { key: ['pk', 'sk'], indexes: { group: ['message_group_uuid', 'sk'] } })
 */
export const table = (
  id: string,
  given: {
    readonly key: readonly [partition: string, sort?: string]
    readonly indexes?: Table['indexes']
    readonly stream?: Table['stream']
  },
): Table => {
  const made: Table = {
    kind: 'table',
    name: name<'table'>(id),
    partitionKey: given?.key?.[0],
    ...(given?.key?.[1] && { sortKey: given.key[1] }),
    indexes: given?.indexes ?? {},
    ...(given?.stream && { stream: given.stream }),
    read: () => ({ may: 'read', to: made }),
    readWrite: () => ({ may: 'read-write', to: made }),
  }
  return placed(made, table)
}

/**
 * A secret whose value is set by hand, once, in Secrets Manager.
 * @example secret('otel-headers')
 */
export const secret = (id: string): Secret => {
  const made: Secret = { kind: 'secret', name: name<'secret'>(id), read: () => ({ may: 'read', to: made }) }
  return placed(made, secret)
}
