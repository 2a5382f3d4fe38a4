import { describe, expect, it } from 'vitest'
import { propertiesOf, resourcesOf, stackNamed, stacksFor, statementsIn } from './deliveries.ts'
import { canada, everything } from './everything.ts'
import { at } from './look.ts'

const stacks = stacksFor(everything(), canada)
const named = (name: string) => stackNamed(stacks, `function-${name}`)
const actionsOf = (name: string) => statementsIn(named(name)).flatMap(({ Action }) => Action)

describe('a function', () => {
  it('runs the code that the deployment packaged, named by its hash', () => {
    const stack = named('presign')
    expect(propertiesOf(stack, 'Function').Code).toEqual({
      S3Bucket: { 'Fn::ImportValue': 'cruddur-production-bootstrap-bucketName' },
      S3Key: { Ref: 'CodeKey' },
    })
    expect(stack.code).toEqual([{ prefix: 'code/presign', folder: 'functions/presign', parameter: 'CodeKey' }])
    const pattern = new RegExp(String(stack.template.Parameters?.CodeKey?.AllowedPattern))
    expect(`code/presign/${'a'.repeat(64)}.zip`).toMatch(pattern)
    expect(`code/thumbnails/${'a'.repeat(64)}.zip`).not.toMatch(pattern)
  })

  it('may do what it uses and nothing beside its log and its traces', () => {
    expect(new Set(actionsOf('presign'))).toEqual(
      new Set([
        'sts:AssumeRole',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
        's3:PutObject',
      ]),
    )
  })

  it('that takes objects away may read and remove them where they lie, and only write where it puts others', () => {
    const objects = statementsIn(named('thumbnails')).filter(({ Action }) => String(Action).startsWith('s3:'))
    expect(
      objects.map(({ Action, Resource }) => [Action, JSON.stringify(Resource).match(/uploads|avatars/)?.[0]]),
    ).toEqual([
      [['s3:ListBucket'], 'uploads'],
      [['s3:DeleteObject', 's3:GetObject'], 'uploads'],
      [['s3:PutObject'], 'avatars'],
    ])
  })

  it('is told the names of what it uses, and where secrets lie, never what they say', () => {
    expect(at(propertiesOf(named('presign'), 'Function'), 'Environment', 'Variables')).toEqual({
      UPLOADS_BUCKET: { 'Fn::ImportValue': 'cruddur-production-assets-uploads-bucket-name' },
    })
    const variables = at(propertiesOf(named('confirm'), 'Function'), 'Environment', 'Variables')
    expect(at(variables, 'PGSECRET_ARN')).toEqual({
      'Fn::ImportValue': 'cruddur-production-database-cruddur-secret-arn',
    })
    expect(variables).not.toHaveProperty('PGPASSWORD')
    expect(at(propertiesOf(named('notify'), 'Function'), 'Environment', 'Variables')).toHaveProperty(
      'WEBHOOK_TOKEN_SECRET_ARN',
    )
  })

  it('runs in the VPC only when it reaches a database', () => {
    expect(at(propertiesOf(named('confirm'), 'Function'), 'VpcConfig', 'SecurityGroupIds')).toHaveLength(1)
    expect(actionsOf('confirm')).toContain('ec2:CreateNetworkInterface')
    expect(propertiesOf(named('presign'), 'Function')).not.toHaveProperty('VpcConfig')
  })

  it('starts for new objects below the prefix, by a rule that alone may call it', () => {
    const stack = named('thumbnails')
    expect(propertiesOf(stack, 'UploadsCreated').EventPattern).toMatchObject({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ 'Fn::ImportValue': 'cruddur-production-assets-uploads-bucket-name' }] },
        object: { key: [{ prefix: 'avatars/' }] },
      },
    })
    expect(propertiesOf(stack, 'UploadsCreatedMayCall')).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['UploadsCreated', 'Arn'] },
    })
  })

  it('follows a table in order, halves what fails and lets nothing stop the rest', () => {
    const stack = named('notify')
    expect(propertiesOf(stack, 'MessagesChanges')).toMatchObject({
      EventSourceArn: { 'Fn::ImportValue': 'cruddur-production-tables-messages-stream-arn' },
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
    })
    expect(actionsOf('notify')).toContain('dynamodb:GetRecords')
    expect(actionsOf('notify')).not.toContain('dynamodb:PutItem')
  })

  it('starts by the clock', () => {
    expect(propertiesOf(named('cleanup'), 'Schedule1')).toMatchObject({ ScheduleExpression: 'rate(1 day)' })
  })

  it('keeps what it could not do, where nobody waits for the answer', () => {
    for (const name of ['thumbnails', 'notify', 'cleanup']) {
      const [[, queue] = []] = resourcesOf(named(name), 'AWS::SQS::Queue')
      expect(queue?.Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true })
      expect(at(propertiesOf(named(name), 'Retries'), 'DestinationConfig', 'OnFailure', 'Destination')).toEqual({
        'Fn::GetAtt': ['Failures', 'Arn'],
      })
    }
    expect(resourcesOf(named('presign'), 'AWS::SQS::Queue')).toEqual([])
  })

  it('stands before the pool that calls it and after the pool that it knows', () => {
    const ids = stacks.map(({ id }) => id as string)
    const identity = stackNamed(stacks, 'identity')
    expect(identity.needs.map(({ id }) => id)).toContain('function-confirm')
    expect(named('notify').needs).toContain(identity)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
