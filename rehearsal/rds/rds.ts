// The local RDS: PostgreSQL instances that really run.
import { randomBytes } from 'node:crypto'
import { awsError, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { type DbInstance, dbInstanceProvider } from './db-instance.ts'
import type { RdsPorts } from './ports.ts'
import { recordedGroup } from './recorded-groups.ts'

/** What other services do with databases. */
export interface RdsApi {
  readonly instances: () => readonly { readonly id: string; readonly port: number; readonly pid: number }[]
}

const describe = (instance: DbInstance): Shape => {
  const { properties } = instance
  return {
    DBInstanceIdentifier: instance.id,
    DBInstanceArn: instance.arn,
    DbiResourceId: instance.resourceId,
    DBInstanceClass: properties.DBInstanceClass ?? 'db.t4g.micro',
    DBInstanceStatus: instance.status,
    Engine: 'postgres',
    EngineVersion: String(properties.EngineVersion ?? '18'),
    MasterUsername: properties.MasterUsername,
    ...(properties.DBName && { DBName: properties.DBName }),
    Endpoint: { Address: '127.0.0.1', Port: instance.port },
    AllocatedStorage: Number(properties.AllocatedStorage ?? 20),
    InstanceCreateTime: instance.createdAt.toISOString(),
    BackupRetentionPeriod: Number(properties.BackupRetentionPeriod ?? 1),
    MultiAZ: String(properties.MultiAZ ?? false) === 'true',
    StorageEncrypted: String(properties.StorageEncrypted ?? false) === 'true',
    DeletionProtection: String(properties.DeletionProtection ?? false) === 'true',
    PubliclyAccessible: String(properties.PubliclyAccessible ?? false) === 'true',
    ...(instance.secretArn && { MasterUserSecret: { SecretArn: instance.secretArn, SecretStatus: 'active' } }),
  }
}

/** The ports with a random password. */
const randomPassword = (): string => randomBytes(24).toString('base64url')

/** The local RDS. */
export const rds = (
  world: World,
  given: Omit<RdsPorts, 'password'> & Partial<RdsPorts>,
): { readonly service: Service; readonly api: RdsApi } => {
  const ports: RdsPorts = { password: randomPassword, ...given }
  const instances = new Map<string, DbInstance>()
  const parameterGroups = new Map<string, Shape>()
  return {
    service: {
      name: 'rds',
      protocol: 'query',
      target: 'http://rds.amazonaws.com/doc/2014-10-31/',
      operations: {
        DescribeDBInstances: (input) => {
          const id = input.DBInstanceIdentifier?.toLowerCase()
          if (id && !instances.has(id)) throw awsError('DBInstanceNotFound', `DBInstance ${id} not found.`, 404)
          return { DBInstances: [...instances.values()].filter((instance) => !id || instance.id === id).map(describe) }
        },
      },
      resources: {
        'AWS::RDS::DBInstance': dbInstanceProvider({ world, ports, instances, parameterGroups }),
        'AWS::RDS::DBSubnetGroup': recordedGroup('DBSubnetGroupName', new Map()),
        'AWS::RDS::DBParameterGroup': recordedGroup('DBParameterGroupName', parameterGroups),
      },
      stop: async () => {
        await Promise.all([...instances.values()].map((instance) => instance.server.stop()))
        instances.clear()
      },
    },
    api: { instances: () => [...instances.values()].map(({ id, port, server }) => ({ id, port, pid: server.pid })) },
  }
}
