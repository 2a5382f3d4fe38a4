// What the makers of databases share: the place they put one into, and what one gives to others.
import type { Value } from '#model/value.ts'
import type { AnyResource, Resource } from '../template/resource.ts'

/** What new databases are put into. */
export interface DatabasePlace {
  readonly subnets: Resource<'AWS::RDS::DBSubnetGroup'>
  readonly access: Resource<'AWS::EC2::SecurityGroup'>
}

/** A database as its resources, and what it gives to others. */
export interface MadeDatabase {
  readonly resources: readonly AnyResource[]
  readonly host: Value<'database-endpoint'>
  readonly port: Value<'database-port'>
  readonly secret: Value<'secret-arn'>
  /** What IAM calls it; there when it takes tokens for passwords. */
  readonly resourceId?: Value<'text'>
}

/** Where PostgreSQL listens. */
export const databasePort = 5432

/** The user that RDS makes, and whose password it keeps. */
export const masterUser = 'launchway'

/** PostgreSQL's major version alone: RDS takes its newest minor version and keeps it up to date. */
export const instanceVersion = '18'

/** Aurora follows PostgreSQL's major versions some months behind. */
export const auroraVersion = '17'

/**
 * A week of load by statement and wait, which costs nothing. PostgreSQL has it on every class; the properties have the
 * name it had before. Amazon RDS User Guide, "DB engine, Region, and instance class support for Database Insights".
 */
export const insights = { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 7 }
