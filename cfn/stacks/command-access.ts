// Shells in running tasks: what is typed and printed is encrypted with a key of its own and kept in a log.
// Amazon ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec".
import { type Delivery, type Environment, serviceIn } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { policy } from '../template/policy.ts'
import { kept, resource } from '../template/resource.ts'
import { prefixOf } from './names.ts'

/** The key, the log group and the cluster's configuration; undefined where no service allows commands or the cluster is another's. */
export const commandAccess = (d: Delivery, e: Environment) => {
  if (e.cluster !== undefined || !d.services.some((each) => serviceIn(each, e).executeCommand)) return undefined
  // Named, since its key's policy must name it before it exists.
  const logsName = `/launchway/${prefixOf(d, e)}/commands`
  const key = resource(
    'CommandsKey',
    'AWS::KMS::Key',
    {
      Description: `${prefixOf(d, e)}: commands executed in tasks`,
      EnableKeyRotation: true,
      KeyPolicy: policy(
        {
          Sid: 'AccountAdministersKey',
          Effect: 'Allow',
          Principal: { AWS: sub`arn:${pseudo.partition}:iam::${pseudo.account}:root` },
          Action: ['kms:*'],
          Resource: '*',
        },
        {
          Sid: 'LogsEncryptWithKey',
          Effect: 'Allow',
          Principal: { Service: `logs.${e.region}.amazonaws.com` },
          Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          Resource: '*',
          Condition: {
            ArnEquals: {
              'kms:EncryptionContext:aws:logs:arn': sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:${logsName}`,
            },
          },
        },
      ),
    },
    kept,
  )
  const logs = resource(
    'CommandsLog',
    'AWS::Logs::LogGroup',
    { LogGroupName: logsName, RetentionInDays: 365, KmsKeyId: key.att('Arn') },
    kept,
  )
  const configuration = {
    KmsKeyId: key.att('Arn'),
    Logging: 'OVERRIDE',
    LogConfiguration: { CloudWatchLogGroupName: logs.ref, CloudWatchEncryptionEnabled: true },
  } as const
  return { key, logs, configuration, resources: [key, logs] }
}
