import { type Postgres, pascal } from '#model'
import { type Resource, resource } from '../template/resource.ts'
import {
  type DatabasePlace,
  databasePort,
  insights,
  instanceVersion,
  type MadeDatabase,
  masterUser,
} from './database-parts.ts'
import { databaseNameOf } from './names.ts'

interface Place extends DatabasePlace {
  readonly parameters: Resource<'AWS::RDS::DBParameterGroup'>
}

/**
 * A database as an RDS instance. It has no name of its own, so that a change which replaces it can be made. Deletion and
 * replacement leave a final snapshot behind; deletion protection refuses both until someone turns it off.
 */
export const instanceOf = (postgres: Postgres, { subnets, access, parameters }: Place): MadeDatabase => {
  const instance = resource(
    pascal(postgres.name),
    'AWS::RDS::DBInstance',
    {
      Engine: 'postgres',
      EngineVersion: instanceVersion,
      AutoMinorVersionUpgrade: true,
      DBInstanceClass: postgres.class,
      DBName: databaseNameOf(postgres),
      Port: String(databasePort),
      MasterUsername: masterUser,
      ManageMasterUserPassword: true,
      AllocatedStorage: String(postgres.storageGiB),
      StorageType: 'gp3',
      StorageEncrypted: true,
      MultiAZ: postgres.multiAz,
      BackupRetentionPeriod: postgres.backupDays,
      CopyTagsToSnapshot: true,
      DeletionProtection: true,
      PubliclyAccessible: false,
      ...(postgres.iamAuthentication && { EnableIAMDatabaseAuthentication: true }),
      EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
      ...insights,
      DBSubnetGroupName: subnets.ref,
      DBParameterGroupName: parameters.ref,
      VPCSecurityGroups: [access.ref],
    },
    { deletionPolicy: 'Snapshot', updateReplacePolicy: 'Snapshot' },
  )
  return {
    resources: [instance],
    host: instance.att('Endpoint.Address'),
    port: instance.att('Endpoint.Port'),
    secret: instance.att('MasterUserSecret.SecretArn'),
    ...(postgres.iamAuthentication && { resourceId: instance.att('DbiResourceId') }),
  }
}
