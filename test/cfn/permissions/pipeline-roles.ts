// What the work of these roles calls, and what lies next to it: the pipelines and their builds.
import {
  at,
  bucket,
  type Case,
  type Cases,
  database,
  escalation,
  here,
  repository,
  role,
  stackArn,
  table,
} from './vocabulary.ts'

const pipelineLogs = (name: string) => `arn:aws:logs:${at}:log-group:/aws/codepipeline/${name}:log-stream:x`
const artifacts: readonly Case[] = [
  ['s3:GetObject', `${bucket}/acme-staging/Source/x.zip`],
  ['s3:PutObject', `${bucket}/acme-staging/ApiImage/x.zip`],
]
// Templates and code run with the rights of whoever deploys them.
const templates: readonly Case[] = [
  ['s3:PutObject', `${bucket}/templates/0.yaml`],
  ['s3:DeleteObject', `${bucket}/acme-staging/Source/x.zip`],
  ['s3:GetObject', 'arn:aws:s3:::another-bucket/x'],
]
const imageBuild = (own: string, other: string): Cases => ({
  may: [
    ...artifacts,
    ['ecr:GetAuthorizationToken', '*'],
    ['ecr:PutImage', repository(own)],
    ['ecr:UploadLayerPart', repository(own)],
    ['ecr:BatchGetImage', repository(own)],
  ],
  mayNot: [
    ...templates,
    ...escalation,
    ['ecr:PutImage', repository(other)],
    ['ecr:BatchDeleteImage', repository(own)],
    ['ecr:SetRepositoryPolicy', repository(own)],
    ['ecs:UpdateService', `arn:aws:ecs:${at}:service/<service-${own}/Service>`],
    ['secretsmanager:GetSecretValue', database],
  ],
})
const release = (...suffix: readonly string[]) => ['acme-staging', ...suffix].join('-')
const changeSet = { 'cloudformation:ChangeSetName': 'launchway-pipeline' }

/** The roles of the pipelines and their builds. */
export const pipelineRoles: Readonly<Record<string, Cases>> = {
  'cicd/PipelineRole': {
    may: [
      ...artifacts,
      ['codeconnections:UseConnection', `arn:aws:codeconnections:${at}:connection/<cicd/Connection>`],
      ['codebuild:StartBuild', `arn:aws:codebuild:${at}:project/${release('api', 'image')}`],
      ['codebuild:BatchGetBuilds', `arn:aws:codebuild:${at}:project/${release('docs', 'site')}`],
      ['logs:PutLogEvents', pipelineLogs('acme-staging')],
      ['ecs:UpdateService', `arn:aws:ecs:${at}:service/<service-api/Service>`],
      ['ecs:RegisterTaskDefinition', '*'],
      ['iam:PassRole', role('<service-api/TaskRole>'), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }],
      ['ssm:PutParameter', `arn:aws:ssm:${at}:parameter/acme/staging/api/image`],
      ['ecr:PutImage', repository('api')],
    ],
    mayNot: [
      ...templates,
      ...escalation,
      ['codebuild:StartBuild', `arn:aws:codebuild:${at}:project/${release('other')}`],
      ['codebuild:UpdateProject', `arn:aws:codebuild:${at}:project/${release('api', 'image')}`],
      ['ecs:DeleteService', `arn:aws:ecs:${at}:service/<service-api/Service>`],
      ['iam:PassRole', role('<service-api/TaskRole>'), { 'iam:PassedToService': 'lambda.amazonaws.com' }],
      ['iam:PassRole', role('<service-api/TaskRole>')],
      ['iam:PassRole', role('cloudformation-deploy'), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }],
      ['ssm:PutParameter', `arn:aws:ssm:${at}:parameter/acme/production/api/image`],
      ['cloudformation:ExecuteChangeSet', stackArn('network'), changeSet],
      ['logs:PutLogEvents', pipelineLogs('another')],
    ],
  },
  'cicd-infrastructure/InfrastructurePipelineRole': {
    may: [
      ...artifacts,
      ['cloudformation:ExecuteChangeSet', stackArn('network'), changeSet],
      ['cloudformation:DescribeStacks', stackArn('service-api')],
      [
        'cloudformation:CreateChangeSet',
        stackArn('network'),
        { ...changeSet, 'cloudformation:RoleArn': role('cloudformation-deploy') },
      ],
      ['iam:PassRole', role('cloudformation-deploy'), { 'iam:PassedToService': 'cloudformation.amazonaws.com' }],
    ],
    mayNot: [
      ...templates,
      ...escalation,
      // Without its role, CloudFormation would act with the pipeline's; with another, with more.
      ['cloudformation:CreateChangeSet', stackArn('network'), changeSet],
      [
        'cloudformation:CreateChangeSet',
        stackArn('network'),
        { ...changeSet, 'cloudformation:RoleArn': role('administrator') },
      ],
      ['cloudformation:ExecuteChangeSet', stackArn('network'), { 'cloudformation:ChangeSetName': 'another' }],
      ['cloudformation:ExecuteChangeSet', stackArn('cicd'), changeSet],
      ['cloudformation:DeleteStack', stackArn('network')],
      ['iam:PassRole', role('cloudformation-deploy'), { 'iam:PassedToService': 'ec2.amazonaws.com' }],
      ['ecs:UpdateService', `arn:aws:ecs:${at}:service/<service-api/Service>`],
    ],
  },
  'cicd-builds/ApiTestRole': {
    may: [
      ...artifacts,
      ['codebuild:CreateReport', `arn:aws:codebuild:${at}:report-group/${release('api-test-api-tests')}`],
    ],
    mayNot: [
      ...templates,
      ...escalation,
      ['ecr:PutImage', repository('api')],
      ['ecr:GetAuthorizationToken', '*'],
      ['codebuild:CreateReport', `arn:aws:codebuild:${at}:report-group/another`],
    ],
  },
  'cicd-builds/ApiImageRole': {
    ...imageBuild('api', 'worker'),
    may: [...imageBuild('api', 'worker').may, ['ecr:DescribeImageScanFindings', repository('api')]],
  },
  'cicd-builds/WorkerImageRole': imageBuild('worker', 'api'),
  'cicd-builds/ApiMigrateRole': {
    may: [
      ...artifacts,
      ['ecr:BatchGetImage', repository('api')],
      ['secretsmanager:GetSecretValue', database],
      ['dynamodb:PutItem', table],
      ['ec2:CreateNetworkInterface', '*'],
    ],
    mayNot: [
      ...templates,
      ...escalation,
      ['ecr:PutImage', repository('api')],
      ['ec2:RunInstances', '*'],
      ['rds:DeleteDBInstance', `arn:aws:rds:${at}:db:main`],
      ['ec2:CreateNetworkInterfacePermission', `arn:aws:ec2:${at}:network-interface/eni-1`],
    ],
  },
  'cicd-builds/DocsSiteRole': {
    may: [
      ...artifacts,
      ['s3:PutObject', 'arn:aws:s3:::<site-docs/Files>/index.html'],
      ['cloudfront:CreateInvalidation', `arn:aws:cloudfront::${here}:distribution/<site-docs/Distribution>`],
    ],
    mayNot: [
      ...templates,
      ...escalation,
      ['s3:PutObject', 'arn:aws:s3:::<site-web/Files>/index.html'],
      ['s3:DeleteObject', 'arn:aws:s3:::<site-docs/Files>/index.html'],
      ['cloudfront:UpdateDistribution', `arn:aws:cloudfront::${here}:distribution/<site-docs/Distribution>`],
    ],
  },
}
