import { join } from 'node:path'
import type { ResourceProvider, Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { RdsPorts } from './ports.ts'
import type { PostgresServer } from './start-postgres.ts'
import { startPostgres } from './start-postgres.ts'

/** A database instance and the server behind it. */
export interface DbInstance {
  readonly id: string
  readonly arn: string
  readonly resourceId: string
  readonly createdAt: Date
  readonly port: number
  readonly server: PostgresServer
  readonly secretArn: string | undefined
  properties: Shape
  status: 'available' | 'deleting'
}

/** What the provider works on. */
export interface DbInstanceCare {
  readonly world: World
  readonly ports: RdsPorts
  readonly instances: Map<string, DbInstance>
  readonly parameterGroups: ReadonlyMap<string, Shape>
}

const attributes = (instance: DbInstance) => ({
  'Endpoint.Address': '127.0.0.1',
  'Endpoint.Port': String(instance.port),
  DBInstanceArn: instance.arn,
  DbiResourceId: instance.resourceId,
  ...(instance.secretArn && { 'MasterUserSecret.SecretArn': instance.secretArn }),
})

const forceTls = (properties: Shape, groups: ReadonlyMap<string, Shape>): boolean => {
  const given = groups.get(properties.DBParameterGroupName)?.Parameters?.['rds.force_ssl']
  if (given !== undefined) return String(given) === '1'
  const major = Number.parseInt(String(properties.EngineVersion ?? '17'), 10)
  return major >= 15
}

const check = (properties: Shape, instances: ReadonlyMap<string, DbInstance>, id: string) => {
  if (instances.has(id)) throw new Error(`DB instance already exists: ${id}`)
  if (properties.Engine !== 'postgres') {
    throw new Error(
      `the local RDS runs PostgreSQL only; engine "${properties.Engine}" of ${id} cannot be rehearsed: set Engine to postgres`,
    )
  }
  if (!properties.ManageMasterUserPassword && !properties.MasterUserPassword) {
    throw new Error('The parameter MasterUserPassword must be provided and must not be blank.')
  }
  if (!properties.MasterUsername)
    throw new Error('The parameter MasterUsername must be provided and must not be blank.')
  if (!properties.ManageMasterUserPassword && String(properties.MasterUserPassword).length < 8) {
    throw new Error('The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.')
  }
}

/** `AWS::RDS::DBInstance`: a real PostgreSQL on a port of 127.0.0.1. */
export const dbInstanceProvider = ({ world, ports, instances, parameterGroups }: DbInstanceCare): ResourceProvider => ({
  create: async (properties, context) => {
    const id = String(properties.DBInstanceIdentifier ?? context.physicalName(63)).toLowerCase()
    check(properties, instances, id)
    const managed = String(properties.ManageMasterUserPassword ?? false) === 'true'
    const user = String(properties.MasterUsername)
    const password = managed ? ports.password() : String(properties.MasterUserPassword)
    const port = await ports.freePort()
    const server = await startPostgres({
      directory: join(world.home, 'rds', id),
      home: world.home,
      port,
      user,
      password,
      database: properties.DBName,
      forceTls: forceTls(properties, parameterGroups),
      spawn: ports.spawn,
      covers: ports.covers,
    })
    const resourceId = `db-${world.id().replaceAll('-', '').slice(0, 26).toUpperCase()}`
    const value = JSON.stringify({ username: user, password })
    const secretArn = managed ? await ports.createSecret(`rds!${resourceId.toLowerCase()}`, value) : undefined
    const instance: DbInstance = {
      id,
      arn: `arn:aws:rds:${world.region}:${world.account}:db:${id}`,
      resourceId,
      createdAt: world.clock.now(),
      port,
      server,
      secretArn,
      properties,
      status: 'available',
    }
    instances.set(id, instance)
    world.notice({ from: 'rds', subject: id, says: `PostgreSQL runs on 127.0.0.1:${port} (TLS, no durability)` })
    return { physicalId: id, attributes: attributes(instance) }
  },
  update: async (made, _, after) => {
    const instance = instances.get(made.physicalId)!
    instance.properties = after
    return { physicalId: made.physicalId, attributes: attributes(instance) }
  },
  remove: async (made) => {
    const instance = instances.get(made.physicalId)
    if (!instance) return
    if (String(instance.properties.DeletionProtection ?? false) === 'true') {
      throw new Error('Cannot delete protected DB Instance, please disable deletion protection and try again.')
    }
    instance.status = 'deleting'
    await instance.server.stop()
    if (instance.secretArn) await ports.deleteSecret?.(instance.secretArn)
    instances.delete(made.physicalId)
  },
})
