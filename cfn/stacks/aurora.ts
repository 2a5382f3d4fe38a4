import { type Postgres, pascal } from '#model'
import { type Resource, resource } from '../template/resource.ts'
import {
  auroraVersion,
  type DatabasePlace,
  databasePort,
  insights,
  type MadeDatabase,
  masterUser,
} from './database-parts.ts'
import { databaseNameOf } from './names.ts'

interface Place extends DatabasePlace {
  readonly parameters: Resource<'AWS::RDS::DBClusterParameterGroup'>
}

/**
 * A database as an Aurora Serverless v2 cluster. The data is the cluster's, which deletion and replacement leave a
 * snapshot of; its instances only compute. Amazon Aurora User Guide, "Using Aurora Serverless v2".
 */
export const auroraOf = (postgres: Postgres, { subnets, access, parameters }: Place): MadeDatabase => {
  const { min = 0.5, max = 1 } = postgres.serverless ?? {}
  const cluster = resource(
    pascal(postgres.name),
    'AWS::RDS::DBCluster',
    {
      Engine: 'aurora-postgresql',
      EngineVersion: auroraVersion,
      DatabaseName: databaseNameOf(postgres),
      Port: databasePort,
      MasterUsername: masterUser,
      ManageMasterUserPassword: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: min, MaxCapacity: max },
      StorageEncrypted: true,
      BackupRetentionPeriod: postgres.backupDays,
      CopyTagsToSnapshot: true,
      DeletionProtection: true,
      ...(postgres.iamAuthentication && { EnableIAMDatabaseAuthentication: true }),
      EnableCloudwatchLogsExports: ['postgresql'],
      DBSubnetGroupName: subnets.ref,
      DBClusterParameterGroupName: parameters.ref,
      VpcSecurityGroupIds: [access.ref],
    },
    { deletionPolicy: 'Snapshot', updateReplacePolicy: 'Snapshot' },
  )
  // With two, each in a zone of its own, the second takes over when the first is lost.
  const instances = (postgres.multiAz ? ['Writer', 'Reader'] : ['Writer']).map((role, tier) =>
    resource(
      `${pascal(postgres.name)}${role}`,
      'AWS::RDS::DBInstance',
      {
        Engine: 'aurora-postgresql',
        DBInstanceClass: 'db.serverless',
        DBClusterIdentifier: cluster.ref,
        AutoMinorVersionUpgrade: true,
        PromotionTier: tier,
        PubliclyAccessible: false,
        ...insights,
      },
      { deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' },
    ),
  )
  return {
    resources: [cluster, ...instances],
    host: cluster.att('Endpoint.Address'),
    port: cluster.att('Endpoint.Port'),
    secret: cluster.att('MasterUserSecret.SecretArn'),
    ...(postgres.iamAuthentication && { resourceId: cluster.att('DBClusterResourceId') }),
  }
}
