import {
  type Delivery,
  type Environment,
  type Layer,
  type Postgres,
  pascal,
  postgresIn,
  type Stack,
  stack,
} from '#model'
import type { Value } from '#model/value.ts'
import { known } from '../template/intrinsics.ts'
import { type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { auroraOf } from './aurora.ts'
import { instanceOf } from './database-instance.ts'
import {
  auroraVersion,
  type DatabasePlace,
  databasePort,
  instanceVersion,
  type MadeDatabase,
} from './database-parts.ts'
import { type ClusterExports, type DatabaseExports, merged, type NetworkExports, owned } from './layers.ts'
import { tagsOf } from './names.ts'
import { privateSubnets } from './subnets.ts'

interface Needs {
  readonly network: Layer<NetworkExports>
  readonly cluster: Stack<ClusterExports>
}

/** The PostgreSQL databases: reached by tasks only, over TLS only, with credentials that RDS makes and keeps. */
export const database = (d: Delivery, e: Environment, { network, cluster }: Needs): Stack<DatabaseExports> =>
  stack({ delivery: d.name, environment: e, id: 'database', needs: { network, cluster } }, (imports) => {
    const tasks = imports.cluster.tasksSecurityGroup
    const all = d.databases.map((each) => postgresIn(each, e))
    const ours = all.filter((each) => each.existing === undefined)
    const place = ours.length > 0 ? placeOf(imports.network, tasks) : undefined
    const parameters = parametersOf(ours)
    const made = all.map((postgres) => ({ postgres, ...madeOf(postgres, { place, tasks, ...parameters }) }))
    const shared = [place?.subnets, place?.access, parameters.instance, parameters.aurora]
    return {
      template: template({
        description: `${d.name} ${e.name}: databases`,
        resources: [...shared.filter((each) => each !== undefined), ...made.flatMap(({ resources }) => resources)],
        tags: tagsOf(d, e),
      }),
      exports: merged(made.map(exportsOf)),
    }
  })

const exportsOf = ({ postgres, host, port, secret, resourceId }: MadeDatabase & { postgres: Postgres }) => ({
  ...owned(postgres.name, { host, port, 'secret-arn': secret }),
  ...(resourceId ? owned(postgres.name, { 'resource-id': resourceId }) : {}),
})

const placeOf = (network: NetworkExports, tasks: Value<'security-group-id'>): DatabasePlace => ({
  subnets: resource('Subnets', 'AWS::RDS::DBSubnetGroup', {
    DBSubnetGroupDescription: 'Private subnets',
    SubnetIds: privateSubnets(network),
  }),
  access: resource('SecurityGroup', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'Databases: PostgreSQL from tasks and from builds that run beside them',
    VpcId: network.vpcId,
    SecurityGroupIngress: [
      {
        IpProtocol: 'tcp',
        FromPort: databasePort,
        ToPort: databasePort,
        SourceSecurityGroupId: tasks,
        Description: 'PostgreSQL from tasks',
      },
    ],
    // A database opens no connections. An empty list would mean "everything": this rule stands for "nothing".
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'Nothing' }],
  }),
})

interface Parameters {
  readonly instance?: Resource<'AWS::RDS::DBParameterGroup'>
  readonly aurora?: Resource<'AWS::RDS::DBClusterParameterGroup'>
}

// Amazon RDS User Guide, "Requiring an SSL connection to a PostgreSQL DB instance".
const tlsOnly = { Description: 'Refuses connections without TLS', Parameters: { 'rds.force_ssl': '1' } }

const parametersOf = (ours: readonly Postgres[]): Parameters => ({
  ...(ours.some((each) => !each.serverless) && {
    instance: resource('Parameters', 'AWS::RDS::DBParameterGroup', {
      Family: `postgres${instanceVersion}`,
      ...tlsOnly,
    }),
  }),
  ...(ours.some((each) => each.serverless) && {
    aurora: resource('AuroraParameters', 'AWS::RDS::DBClusterParameterGroup', {
      Family: `aurora-postgresql${auroraVersion}`,
      ...tlsOnly,
    }),
  }),
})

interface Around extends Parameters {
  readonly place: DatabasePlace | undefined
  readonly tasks: Value<'security-group-id'>
}

const madeOf = (postgres: Postgres, { place, tasks, instance, aurora }: Around): MadeDatabase => {
  if (postgres.existing) return doorOf(postgres.name, postgres.existing, tasks)
  if (place && aurora && postgres.serverless) return auroraOf(postgres, { ...place, parameters: aurora })
  if (place && instance) return instanceOf(postgres, { ...place, parameters: instance })
  throw new Error(`database ${postgres.name} has no place`)
}

// Of a database that exists only its door is ours: the rule that lets our tasks in.
const doorOf = (
  name: string,
  existing: NonNullable<Postgres['existing']>,
  tasks: Value<'security-group-id'>,
): MadeDatabase => {
  const rule = resource(`${pascal(name)}FromTasks`, 'AWS::EC2::SecurityGroupIngress', {
    GroupId: known<'security-group-id'>(existing.securityGroup),
    IpProtocol: 'tcp',
    FromPort: existing.port,
    ToPort: existing.port,
    SourceSecurityGroupId: tasks,
    Description: 'PostgreSQL from tasks',
  })
  return {
    resources: [rule],
    host: known(existing.host),
    port: known<'database-port'>(String(existing.port)),
    secret: known(existing.secretArn),
  }
}
