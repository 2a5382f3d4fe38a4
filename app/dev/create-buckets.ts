import { awsCalls } from './aws-calls.ts'
import { allowCalls } from './deploy-function.ts'
import type { Embedded } from './local-aws.generated.js'

/** A bucket; new objects in it are told on the event bus. A page may upload to it by a form. */
export async function createBucket(aws: Embedded, name: string): Promise<void> {
  const { rest } = awsCalls(aws)
  await rest('s3', 'PUT', `/${name}`)
  await rest(
    's3',
    'PUT',
    `/${name}?notification`,
    '<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>',
  )
  await rest(
    's3',
    'PUT',
    `/${name}?cors`,
    '<CORSConfiguration><CORSRule><AllowedMethod>POST</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>',
  )
}

/** Lets everybody read what is in a bucket, as the distribution before it does on AWS. */
export async function serveBucket(aws: Embedded, name: string): Promise<void> {
  const read = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` }
  await awsCalls(aws).rest('s3', 'PUT', `/${name}?policy`, { Version: '2012-10-17', Statement: [read] })
}

/** Starts a function with each new object of a bucket. */
export async function onCreated(aws: Embedded, bucket: string, functionArn: string): Promise<void> {
  const { json } = awsCalls(aws)
  const pattern = { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { bucket: { name: [bucket] } } }
  const { RuleArn } = await json<{ RuleArn: string }>('AWSEvents.PutRule', {
    Name: `${bucket}-created`,
    EventPattern: JSON.stringify(pattern),
  })
  await allowCalls(aws, functionArn, 'events.amazonaws.com', RuleArn)
  await json('AWSEvents.PutTargets', { Rule: `${bucket}-created`, Targets: [{ Id: 'function', Arn: functionArn }] })
}
