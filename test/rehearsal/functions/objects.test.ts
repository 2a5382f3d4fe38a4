import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { until } from '../processes/until.ts'
import { clientOf } from '../start-local-aws.ts'
import { functionOf, startFunctions } from './start-functions.ts'

const keep = `export const handler = async (event) => { console.log(JSON.stringify(event)); return 'kept' }`
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] })

test('a new object reaches a function through a rule of EventBridge', async () => {
  await using local = await startFunctions({ keep })
  const { status } = await local.deploy({
    Function: functionOf('keep', { FunctionName: 'keep' }),
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'uploads',
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: { bucket: { name: [{ Ref: 'Bucket' }] }, object: { key: [{ prefix: 'in/' }] } },
        },
        Targets: [{ Id: 'function', Arn: att('Function', 'Arn') }],
      },
    },
    MayCall: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Function' },
        Principal: 'events.amazonaws.com',
        SourceArn: att('Rule', 'Arn'),
      },
    },
  })
  expect(status).toBe('CREATE_COMPLETE')
  const client = new S3Client(clientOf(local.aws))
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'out/no', Body: 'x' }))
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'in/a b', Body: 'hello' }))
  await until('the event in the log', () => local.printed('keep').length > 0)
  expect(local.printed('keep')).toMatchObject([
    {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'uploads' }, object: { key: 'in/a b', size: 5 }, reason: 'PutObject' },
    },
  ])
})

test('a bucket tells a function by itself, when the function lets it', async () => {
  await using local = await startFunctions({ keep })
  await local.deploy({
    Function: functionOf('keep', { FunctionName: 'keep' }),
    MayCall: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Function' },
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::uploads',
      },
    },
    ...Object.fromEntries(
      ['uploads', 'others'].map((BucketName) => [
        `Bucket${BucketName}`,
        {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName,
            NotificationConfiguration: {
              LambdaConfigurations: [
                {
                  Event: 's3:ObjectCreated:*',
                  Function: att('Function', 'Arn'),
                  Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: '.png' }] } },
                },
              ],
            },
          },
        },
      ]),
    ),
  })
  const client = new S3Client(clientOf(local.aws))
  await client.send(new PutObjectCommand({ Bucket: 'others', Key: 'a.png', Body: 'x' }))
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'a.txt', Body: 'x' }))
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'a b.png', Body: 'hello' }))
  await until('the event in the log', () => local.printed('keep').length > 0)
  expect(local.printed('keep')).toMatchObject([
    {
      Records: [
        { eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'uploads' }, object: { key: 'a+b.png', size: 5 } } },
      ],
    },
  ])
  expect(local.notices.some(({ from, says }) => from === 's3' && says.includes('not authorized'))).toBe(true)
})
