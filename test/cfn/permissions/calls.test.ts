// What each role's work calls is allowed; what lies next to it is not.
import { describe, expect, it } from 'vitest'
import { decide } from '#cfn/iam/evaluate.ts'
import { roleNamed, rolesOf } from './sample.ts'

const here = '222222222222'
const at = `ca-central-1:${here}`
const bucket = 'arn:aws:s3:::<bootstrap/Artifacts>'
const stackArn = (name: string) => `arn:aws:cloudformation:${at}:stack/acme-staging-${name}/1b2c`
const repository = (name: string) => `arn:aws:ecr:${at}:repository/acme/staging/${name}`
const table = `arn:aws:dynamodb:${at}:table/<tables/Messages>`
const role = (name: string) => `arn:aws:iam::${here}:role/${name}`
const pipelineLogs = (name: string) => `arn:aws:logs:${at}:log-group:/aws/codepipeline/${name}:log-stream:x`
const database = `arn:aws:secretsmanager:${at}:secret:rds-<database/Main>`

type Case = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>]
interface Cases {
  readonly may: readonly Case[]
  readonly mayNot: readonly Case[]
}

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
const escalation: readonly Case[] = [
  ['iam:CreateRole', role('x')],
  ['iam:PutRolePolicy', role('cloudformation-deploy')],
  ['sts:AssumeRole', role('cloudformation-deploy')],
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${at}:secret:another`],
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

const staging: Readonly<Record<string, Cases>> = {
  'network/FlowLogsRole': {
    may: [],
    mayNot: [...escalation, ['logs:DeleteLogGroup', `arn:aws:logs:${at}:log-group:<network/FlowLogs>`]],
  },
  'service-api/ExecutionRole': {
    may: [
      ['ecr:GetAuthorizationToken', '*'],
      ['ecr:BatchGetImage', repository('api')],
      ['logs:PutLogEvents', `arn:aws:logs:${at}:log-group:<service-api/Logs>:log-stream:api/1`],
      ['secretsmanager:GetSecretValue', database],
    ],
    mayNot: [
      ...escalation,
      ['ecr:BatchGetImage', repository('worker')],
      ['ecr:PutImage', repository('api')],
      ['dynamodb:GetItem', table],
      ['logs:PutLogEvents', `arn:aws:logs:${at}:log-group:<service-worker/Logs>:log-stream:x`],
    ],
  },
  'service-api/TaskRole': {
    may: [
      ['dynamodb:PutItem', table],
      ['dynamodb:Query', `${table}/index/group`],
    ],
    mayNot: [
      ...escalation,
      ['dynamodb:DeleteTable', table],
      ['dynamodb:PutItem', `arn:aws:dynamodb:${at}:table/another`],
      ['secretsmanager:GetSecretValue', database],
    ],
  },
  'service-worker/ExecutionRole': {
    may: [['ecr:BatchGetImage', repository('worker')]],
    mayNot: [...escalation, ['secretsmanager:GetSecretValue', database], ['ecr:BatchGetImage', repository('api')]],
  },
  'service-worker/TaskRole': {
    may: [
      ['dynamodb:GetItem', table],
      ['dynamodb:Scan', table],
    ],
    mayNot: [...escalation, ['dynamodb:PutItem', table], ['dynamodb:DeleteItem', table]],
  },
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
  'function-thumbnails/Role': {
    may: [
      ['s3:GetObject', 'arn:aws:s3:::<assets/Uploads>/a.png'],
      ['s3:PutObject', 'arn:aws:s3:::<assets/Avatars>/a.png'],
      ['dynamodb:GetRecords', `${table}/stream/2026`],
      ['secretsmanager:GetSecretValue', database],
      ['sqs:SendMessage', `arn:aws:sqs:${at}:<function-thumbnails/Failures>`],
      ['ec2:CreateNetworkInterface', '*'],
    ],
    mayNot: [
      ...escalation,
      ['s3:PutObject', 'arn:aws:s3:::<assets/Uploads>/a.png'],
      ['s3:GetObject', 'arn:aws:s3:::<assets/Avatars>/a.png'],
      ['s3:DeleteObject', 'arn:aws:s3:::<assets/Avatars>/a.png'],
      ['s3:GetObject', `${bucket}/code/thumbnails/x.zip`],
      ['dynamodb:GetItem', table],
      ['dynamodb:PutItem', table],
      ['sqs:ReceiveMessage', `arn:aws:sqs:${at}:<function-thumbnails/Failures>`],
      ['lambda:InvokeFunction', `arn:aws:lambda:${at}:function:x`],
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

const decided = (id: string, [action, resource, context = {}]: Case) =>
  decide(roleNamed('staging', id).statements, { action, resource, context })

describe.each(Object.entries(staging))('role %s', (id, { may, mayNot }) => {
  it('may what its work calls', () => {
    expect(may.filter((each) => decided(id, each) !== 'allowed')).toEqual([])
  })

  it('may not what lies next to that', () => {
    expect(mayNot.filter((each) => decided(id, each) === 'allowed')).toEqual([])
  })
})

it('leaves no role out', () => {
  expect(
    rolesOf('staging')
      .map(({ id }) => id)
      .filter((id) => !(id in staging)),
  ).toEqual([])
})

it('takes images from the earlier environment and gives none back', () => {
  const { statements } = roleNamed('production', 'cicd-builds/ApiPromoteRole')
  const call = (action: string, resource: string) => decide(statements, { action, resource })
  expect(call('ecr:BatchGetImage', repository('api'))).toBe('allowed')
  expect(call('ecr:PutImage', repository('api'))).toBe('denied')
  expect(call('ecr:BatchGetImage', repository('worker'))).toBe('denied')
  expect(call('ecr:PutImage', 'arn:aws:ecr:ca-central-1:111111111111:repository/acme/production/api')).toBe('allowed')
})
