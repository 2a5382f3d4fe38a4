// The local CodeConnections. A connection begins PENDING, as on AWS: nobody has clicked in the console yet.
// https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html
import { awsError, type Operation, type ResourceProvider, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'

export type ConnectionStatus = 'PENDING' | 'AVAILABLE' | 'ERROR'

export interface Connection {
  readonly name: string
  readonly arn: string
  readonly providerType: string
  status: ConnectionStatus
}

export interface CodeConnectionsApi {
  /** What "Update pending connection" in the console does: the owner of the repositories agrees. */
  readonly authorize: (arn: string) => void
  readonly status: (arn: string) => ConnectionStatus | undefined
  readonly connections: () => readonly Connection[]
}

export interface CodeConnections {
  /** The service under its present name and under the one it had before 2024. */
  readonly services: readonly Service[]
  readonly service: Service
  readonly api: CodeConnectionsApi
}

const shape = (connection: Connection, account: string): Shape => ({
  ConnectionName: connection.name,
  ConnectionArn: connection.arn,
  ProviderType: connection.providerType,
  OwnerAccountId: account,
  ConnectionStatus: connection.status,
})

/** The CodeConnections service and what other services call in process. */
export const codeconnections = (world: World): CodeConnections => {
  const connections = new Map<string, Connection>()
  const create = (given: Shape, name: string): Connection => {
    const arn = `arn:aws:${name}:${world.region}:${world.account}:connection/${world.id()}`
    const connection: Connection = {
      name: given.ConnectionName,
      arn,
      providerType: given.ProviderType ?? 'GitHub',
      status: 'PENDING',
    }
    connections.set(arn, connection)
    return connection
  }
  const must = (arn: unknown): Connection => {
    const connection = connections.get(String(arn))
    if (!connection) throw awsError('ResourceNotFoundException', `Connection ${arn} not found`)
    return connection
  }
  const operations = (name: string): Readonly<Record<string, Operation>> => ({
    CreateConnection: (input) => ({ ConnectionArn: create(input, name).arn }),
    GetConnection: ({ ConnectionArn }) => ({ Connection: shape(must(ConnectionArn), world.account) }),
    ListConnections: ({ ProviderTypeFilter }) => ({
      Connections: [...connections.values()]
        .filter((one) => !ProviderTypeFilter || one.providerType === ProviderTypeFilter)
        .map((one) => shape(one, world.account)),
    }),
    DeleteConnection: ({ ConnectionArn }) => {
      connections.delete(must(ConnectionArn).arn)
      return {}
    },
    ListTagsForResource: () => ({ Tags: [] }),
  })
  const provider = (name: string): ResourceProvider => ({
    create: async (properties) => {
      const { arn, status } = create(properties, name)
      world.notice({
        from: 'codeconnections',
        subject: properties.ConnectionName,
        says: 'PENDING: a connection made by CloudFormation waits for a click in the console',
      })
      return {
        physicalId: arn,
        attributes: { ConnectionArn: arn, ConnectionStatus: status, OwnerAccountId: world.account },
      }
    },
    update: async (made) => made,
    remove: async (made) => {
      connections.delete(made.physicalId)
    },
  })
  const service: Service = {
    name: 'codeconnections',
    protocol: 'json',
    version: '1.0',
    target: 'com.amazonaws.codeconnections.CodeConnections_20231201',
    operations: operations('codeconnections'),
    resources: { 'AWS::CodeConnections::Connection': provider('codeconnections') },
  }
  const older: Service = {
    ...service,
    name: 'codestar-connections',
    target: 'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
    operations: operations('codestar-connections'),
    resources: { 'AWS::CodeStarConnections::Connection': provider('codestar-connections') },
  }
  return {
    service,
    services: [service, older],
    api: {
      authorize: (arn) => {
        must(arn).status = 'AVAILABLE'
        world.notice({
          from: 'codeconnections',
          subject: must(arn).name,
          says: 'AVAILABLE: the rehearsal clicked "Update pending connection", which on AWS a person does once',
        })
      },
      status: (arn) => connections.get(arn)?.status,
      connections: () => [...connections.values()],
    },
  }
}
