// Data stores and secrets. Each gives the uses a service can make of it; permissions, network paths and environment
// variables follow from those uses and are written nowhere else.
import type { BucketUse } from './bucket.ts'
import type { Environment } from './environment.ts'
import type { IdentityUse } from './identity.ts'
import { type Name, name } from './name.ts'
import { placed } from './place.ts'

/** What may differ of a database from environment to environment. */
export interface PostgresSettings {
  /** The RDS instance class. */
  readonly class: string
  /** The disk of an instance; Aurora grows by itself. */
  readonly storageGiB: number
  /** How many days back it can be restored to. */
  readonly backupDays: number
  /** A standby in a second zone, which takes over by itself. */
  readonly multiAz: boolean
  /** Aurora Serverless v2 instead of an instance: the capacity it moves between, in ACUs of 2 GiB. */
  readonly serverless?: { readonly min: number; readonly max: number }
}

/** A database that someone else made: where it listens, the secret with `username` and `password`, and its security group. */
export interface ExistingDatabase {
  /** Where it listens. */
  readonly host: string
  /** The port it listens on. */
  readonly port: number
  /** The secret with `username` and `password`. */
  readonly secretArn: string
  /** Its security group, which is opened to the tasks. */
  readonly securityGroup: string
}

/** A PostgreSQL database on RDS. */
export interface Postgres extends PostgresSettings {
  readonly kind: 'postgres'
  readonly name: Name<'database'>
  /** Whether users may sign in with a token of their role instead of a password. */
  readonly iamAuthentication: boolean
  readonly existing?: ExistingDatabase
  readonly overrides: readonly (readonly [environment: Environment, settings: Partial<PostgresSettings>])[]
  /**
   * Lets a service connect: PGHOST… in its environment, its credentials as secrets, the security group opened. With
   * `as`, the program signs in as that user with a token that it makes itself, and holds no password.
   * @example database.connect({ as: 'app' })
   */
  readonly connect: (given?: { readonly as?: string }) => Use
  /**
   * The same database with settings of its own in one environment.
   * @example postgres('main').in(production, { multiAz: true, class: 'db.m7g.large' })
   */
  readonly in: (environment: Environment, settings: Partial<PostgresSettings>) => Postgres
}

/** A DynamoDB table. */
export interface Table {
  readonly kind: 'table'
  readonly name: Name<'table'>
  readonly partitionKey: string
  readonly sortKey?: string
  /** Global secondary indexes by name, each with its keys. */
  readonly indexes: Readonly<Record<string, readonly [partition: string, sort?: string]>>
  /** What the stream of changes tells of each item. No stream when left out. */
  readonly stream?: 'new-image' | 'new-and-old-images'
  /** The attribute that says, in seconds since 1970, when an item may go. */
  readonly expires?: string
  /** Capacity that is paid for whether it is used or not; on demand without it. */
  readonly capacity?: { readonly read: number; readonly write: number }
  readonly read: () => Use
  readonly readWrite: () => Use
  /** The event of changed items; the table must have a stream. */
  readonly changed: () => TableStream
}

/** Changes of a table, in the order they happened per item. */
export interface TableStream {
  readonly event: 'stream'
  readonly of: Table
}

/** A secret in Secrets Manager whose value people set; Launchway never sees it. */
export interface Secret {
  readonly kind: 'secret'
  readonly name: Name<'secret'>
  readonly read: () => Use
}

/** One use of one thing: the edge that permissions are derived from. */
export type Use =
  | { readonly may: 'connect'; readonly to: Postgres; readonly as?: string }
  | { readonly may: 'read'; readonly to: Table | Secret }
  | { readonly may: 'read-write'; readonly to: Table }
  | BucketUse<'read'>
  | BucketUse<'write'>
  | BucketUse<'read-write'>
  | BucketUse<'take'>
  | BucketUse<'show'>
  | IdentityUse

const postgresOf = (
  fixed: Pick<Postgres, 'name' | 'iamAuthentication' | 'existing'> & PostgresSettings,
  overrides: Postgres['overrides'],
  maker: (...given: never[]) => unknown,
): Postgres => {
  const inside: Postgres['in'] = (environment, settings) =>
    postgresOf(fixed, [...overrides, [environment, settings]], inside)
  const made: Postgres = {
    kind: 'postgres',
    ...fixed,
    overrides,
    connect: (given) => ({ may: 'connect', to: made, ...(given?.as && { as: given.as }) }),
    in: inside,
  }
  return placed(made, maker)
}

/**
 * A PostgreSQL database: private, encrypted, backed up, with a managed master secret and TLS required. An RDS instance
 * of class db.t4g.micro with 20 GiB and seven days of backups, unless said otherwise.
 * @example postgres('cruddur', { class: 'db.t4g.micro', backupDays: 7 })
 * @example postgres('cruddur', { serverless: { min: 0.5, max: 4 }, multiAz: true })
 */
export const postgres = (
  id: string,
  given: Partial<PostgresSettings> & { readonly iamAuthentication?: boolean } = {},
): Postgres =>
  postgresOf(
    {
      name: name<'database'>(id),
      class: given.class ?? 'db.t4g.micro',
      storageGiB: given.storageGiB ?? 20,
      backupDays: given.backupDays ?? 7,
      multiAz: given.multiAz ?? false,
      ...(given.serverless && { serverless: given.serverless }),
      iamAuthentication: given.iamAuthentication ?? false,
    },
    [],
    postgres,
  )

/**
 * A PostgreSQL database that exists, with the same uses as one that is made. Its security group is opened to the tasks.
 * @example existingPostgres('legacy', { host: 'legacy.abc.ca-central-1.rds.amazonaws.com', port: 5432, secretArn: 'arn:aws:secretsmanager:ca-central-1:111111111111:secret:legacy-AbCdEf', securityGroup: 'sg-0a1b2c3d' })
 */
export const existingPostgres = (id: string, given: ExistingDatabase): Postgres => {
  const of = { class: 'db.t4g.micro', storageGiB: 20, backupDays: 7, multiAz: false, iamAuthentication: false }
  return postgresOf({ name: name<'database'>(id), ...of, existing: given }, [], existingPostgres)
}

/** The database as an environment has it. The handle that others hold stays the one that was declared. */
export const postgresIn = (of: Postgres, environment: Environment): Postgres => {
  const said = of.overrides.filter(([where]) => where === environment).map(([, settings]) => settings)
  return said.length === 0 ? of : { ...of, ...Object.assign({}, ...said) }
}

/**
 * A DynamoDB table: on demand, encrypted, with point-in-time recovery and deletion protection.
 * @example table('messages', { key: ['pk', 'sk'], indexes: { group: ['message_group_uuid', 'sk'] } })
 * @example table('sessions', { key: ['id'], expires: 'expiresAt', capacity: { read: 5, write: 5 } })
 */
export const table = (
  id: string,
  given: {
    /** The partition key, and the sort key if there is one. */
    readonly key: readonly [partition: string, sort?: string]
    readonly indexes?: Table['indexes']
    readonly stream?: Table['stream']
    readonly expires?: string
    readonly capacity?: Table['capacity']
  },
): Table => {
  const made: Table = {
    kind: 'table',
    name: name<'table'>(id),
    partitionKey: given?.key?.[0],
    ...(given?.key?.[1] && { sortKey: given.key[1] }),
    indexes: given?.indexes ?? {},
    ...(given?.stream && { stream: given.stream }),
    ...(given?.expires !== undefined && { expires: given.expires }),
    ...(given?.capacity && { capacity: given.capacity }),
    read: () => ({ may: 'read', to: made }),
    readWrite: () => ({ may: 'read-write', to: made }),
    changed: () => ({ event: 'stream', of: made }),
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
