import { type Delivery, type Environment, type Postgres, pascal, type Stack, stack } from '#model'
import { type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { type ClusterExports, type DatabaseExports, merged, type NetworkExports, owned } from './layers.ts'
import { databaseNameOf, tagsOf } from './names.ts'
import { privateSubnets } from './network.ts'

interface Needs {
  readonly network: Stack<NetworkExports>
  readonly cluster: Stack<ClusterExports>
}

/** The PostgreSQL databases: reached by tasks only, over TLS only, with credentials that RDS makes and keeps. */
export const database = (d: Delivery, e: Environment, { network, cluster }: Needs): Stack<DatabaseExports> =>
  stack({ delivery: d.name, environment: e, id: 'database', needs: { network, cluster } }, (imports) => {
    const subnets = resource('Subnets', 'AWS::RDS::DBSubnetGroup', {
      DBSubnetGroupDescription: 'Private subnets',
      SubnetIds: privateSubnets(imports.network),
    })
    const access = resource('SecurityGroup', 'AWS::EC2::SecurityGroup', {
      GroupDescription: 'Databases: PostgreSQL from tasks and from builds that run beside them',
      VpcId: imports.network.vpcId,
      SecurityGroupIngress: [
        {
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          SourceSecurityGroupId: imports.cluster.tasksSecurityGroup,
          Description: 'PostgreSQL from tasks',
        },
      ],
      // A database opens no connections. An empty list would mean "everything": this rule stands for "nothing".
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'Nothing' }],
    })
    const parameters = resource('Parameters', 'AWS::RDS::DBParameterGroup', {
      Family: `postgres${version}`,
      Description: 'Refuses connections without TLS',
      Parameters: { 'rds.force_ssl': '1' },
    })
    const made = d.databases.map((postgres) => ({
      postgres,
      instance: instanceOf(postgres, { subnets, access, parameters }),
    }))
    return {
      template: template({
        description: `${d.name} ${e.name}: databases`,
        resources: [subnets, access, parameters, ...made.map(({ instance }) => instance)],
        tags: tagsOf(d, e),
      }),
      exports: merged(
        made.map(({ postgres, instance }) =>
          owned(postgres.name, {
            host: instance.att('Endpoint.Address'),
            port: instance.att('Endpoint.Port'),
            'secret-arn': instance.att('MasterUserSecret.SecretArn'),
          }),
        ),
      ),
    }
  })

const port = 5432
// The major version alone: RDS takes its newest minor version and keeps it up to date.
const version = '18'

interface Around {
  readonly subnets: Resource<'AWS::RDS::DBSubnetGroup'>
  readonly access: Resource<'AWS::EC2::SecurityGroup'>
  readonly parameters: Resource<'AWS::RDS::DBParameterGroup'>
}

// The instance has no name of its own, so that a change which replaces it can be made. Deletion and replacement leave
// a final snapshot behind; deletion protection refuses both until someone turns it off.
const instanceOf = (postgres: Postgres, { subnets, access, parameters }: Around) =>
  resource(
    pascal(postgres.name),
    'AWS::RDS::DBInstance',
    {
      Engine: 'postgres',
      EngineVersion: version,
      AutoMinorVersionUpgrade: true,
      DBInstanceClass: postgres.class,
      DBName: databaseNameOf(postgres),
      Port: String(port),
      MasterUsername: 'launchway',
      ManageMasterUserPassword: true,
      AllocatedStorage: String(postgres.storageGiB),
      StorageType: 'gp3',
      StorageEncrypted: true,
      MultiAZ: postgres.multiAz,
      BackupRetentionPeriod: postgres.backupDays,
      CopyTagsToSnapshot: true,
      DeletionProtection: true,
      PubliclyAccessible: false,
      EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
      DBSubnetGroupName: subnets.ref,
      DBParameterGroupName: parameters.ref,
      VPCSecurityGroups: [access.ref],
    },
    { deletionPolicy: 'Snapshot', updateReplacePolicy: 'Snapshot' },
  )
