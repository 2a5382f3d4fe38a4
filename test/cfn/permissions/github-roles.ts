// What the work of these roles calls, and what lies next to it: the jobs of GitHub.
import { at, bucket, type Cases, database, escalation, here, stackArn, table } from './vocabulary.ts'

/** The roles of the jobs of GitHub. */
export const githubRoles: Readonly<Record<string, Cases>> = {
  'sync-role/PreviewRole': {
    may: [
      ['cloudformation:CreateChangeSet', stackArn('network')],
      ['cloudformation:DescribeChangeSet', stackArn('service-api')],
      ['cloudformation:DeleteChangeSet', stackArn('network')],
      ['ssm:GetParameters', `arn:aws:ssm:${at}:parameter/acme/staging/api/image`],
      ['s3:PutObject', `${bucket}/templates/0.yaml`, { 's3:if-none-match': '*' }],
    ],
    mayNot: [
      ...escalation,
      ['cloudformation:ExecuteChangeSet', stackArn('network')],
      ['cloudformation:UpdateStack', stackArn('network')],
      ['cloudformation:CreateChangeSet', `arn:aws:cloudformation:${at}:stack/another/1`],
      ['s3:PutObject', `${bucket}/templates/0.yaml`],
      ['s3:PutObject', `${bucket}/acme-staging/Source/x.zip`, { 's3:if-none-match': '*' }],
      ['codepipeline:StartPipelineExecution', `arn:aws:codepipeline:${at}:acme-staging`],
    ],
  },
  'sync-role/SyncRole': {
    may: [
      ['s3:PutObject', 'arn:aws:s3:::<site-web/Files>/index.html'],
      ['s3:ListBucket', 'arn:aws:s3:::<site-web/Files>'],
      ['cloudformation:DescribeStacks', stackArn('site-web')],
      ['cloudfront:CreateInvalidation', `arn:aws:cloudfront::${here}:distribution/<site-web/Distribution>`],
    ],
    mayNot: [
      ...escalation,
      ['s3:DeleteObject', 'arn:aws:s3:::<site-web/Files>/index.html'],
      ['s3:PutObject', 'arn:aws:s3:::<site-docs/Files>/index.html'],
      ['s3:PutBucketPolicy', 'arn:aws:s3:::<site-web/Files>'],
      ['cloudformation:UpdateStack', stackArn('site-web')],
    ],
  },
  'sync-role/DriftRole': {
    may: [
      ['cloudformation:DetectStackDrift', stackArn('network')],
      ['cloudformation:DescribeStackDriftDetectionStatus', '*'],
      ['ec2:DescribeVpcs', '*'],
    ],
    mayNot: [
      ...escalation,
      ['cloudformation:CreateChangeSet', stackArn('network')],
      ['s3:GetObject', `${bucket}/x`],
      ['secretsmanager:GetSecretValue', database],
      ['dynamodb:GetItem', table],
    ],
  },
  'sync-role/ReleaseRole': {
    may: [
      ['codepipeline:StartPipelineExecution', `arn:aws:codepipeline:${at}:acme-staging`],
      ['codepipeline:GetPipelineExecution', `arn:aws:codepipeline:${at}:acme-staging`],
    ],
    mayNot: [
      ...escalation,
      ['codepipeline:StartPipelineExecution', `arn:aws:codepipeline:${at}:acme-staging-infrastructure`],
      ['codepipeline:UpdatePipeline', `arn:aws:codepipeline:${at}:acme-staging`],
      ['codepipeline:PutApprovalResult', `arn:aws:codepipeline:${at}:acme-staging/Approve/Approve`],
    ],
  },
}
