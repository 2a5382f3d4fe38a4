// What a bucket tells when objects come and go: EventBridge when that is on, functions by configuration.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
import { likePattern } from '../iam/condition-operators.ts'
import { printXml } from '../protocols/xml.ts'
import type { Shape } from '../service.ts'
import type { World } from '../world.ts'
import { parseS3Xml } from './s3-reply.ts'
import type { Bucket, ObjectChange } from './store.ts'

/** Where notifications go. */
export interface Announced {
  readonly putEvent: (event: {
    readonly source: string
    readonly detailType: string
    readonly detail: Shape
    readonly resources: readonly string[]
  }) => unknown
  /** Hands an event to a function on behalf of a bucket; throws when it may not. */
  readonly invoke: (functionArn: string, payload: string, bucketArn: string) => unknown
}

interface Configuration {
  readonly eventBridge: boolean
  readonly functions: readonly {
    readonly id: string
    readonly arn: string
    readonly events: readonly string[]
    readonly rules: readonly Shape[]
  }[]
}

const list = <Item>(value: unknown): readonly Item[] => [value ?? []].flat() as Item[]

const configurationOf = async (bucket: Bucket): Promise<Configuration | undefined> => {
  const document = bucket.settings.get('notification')
  if (document === undefined) return undefined
  const parsed = await parseS3Xml(Buffer.from(document), ['CloudFunctionConfiguration', 'Event', 'FilterRule'])
  return {
    eventBridge: parsed.EventBridgeConfiguration !== undefined,
    functions: list<Shape>(parsed.CloudFunctionConfiguration).map((one) => ({
      id: String(one.Id ?? ''),
      arn: String(one.CloudFunction),
      events: list<string>(one.Event),
      rules: list<Shape>(one.Filter?.S3Key?.FilterRule),
    })),
  }
}

const named: Readonly<Record<ObjectChange['reason'], string>> = {
  PutObject: 'ObjectCreated:Put',
  PostObject: 'ObjectCreated:Post',
  CopyObject: 'ObjectCreated:Copy',
  CompleteMultipartUpload: 'ObjectCreated:CompleteMultipartUpload',
  DeleteObject: 'ObjectRemoved:Delete',
  DeleteMarker: 'ObjectRemoved:DeleteMarkerCreated',
}

const meets = (rules: readonly Shape[], key: string): boolean =>
  rules.every(({ Name, Value }) =>
    String(Name).toLowerCase() === 'prefix' ? key.startsWith(String(Value)) : key.endsWith(String(Value)),
  )

// ev-events: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
const detailOf = (change: ObjectChange, { account, id }: World): Shape => {
  const removed = change.reason === 'DeleteObject' || change.reason === 'DeleteMarker'
  return {
    version: '0',
    bucket: { name: change.bucket },
    object: {
      key: change.key,
      ...(!removed && { size: change.size, etag: change.etag }),
      ...(change.versionId !== 'null' && { 'version-id': change.versionId }),
      sequencer: change.sequencer,
    },
    'request-id': id().replaceAll('-', '').slice(0, 16).toUpperCase(),
    requester: account,
    'source-ip-address': '127.0.0.1',
    reason: removed ? 'DeleteObject' : change.reason,
    ...(removed && {
      'deletion-type': change.reason === 'DeleteMarker' ? 'Delete Marker Created' : 'Permanently Deleted',
    }),
  }
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
const recordOf = (change: ObjectChange, configurationId: string, world: World): Shape => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: world.region,
  eventTime: world.clock.now().toISOString(),
  eventName: named[change.reason],
  userIdentity: { principalId: world.account },
  requestParameters: { sourceIPAddress: '127.0.0.1' },
  responseElements: { 'x-amz-request-id': world.id(), 'x-amz-id-2': world.id() },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId,
    bucket: {
      name: change.bucket,
      ownerIdentity: { principalId: world.account },
      arn: `arn:aws:s3:::${change.bucket}`,
    },
    object: {
      key: encodeURIComponent(change.key).replaceAll('%20', '+').replaceAll('%2F', '/'),
      size: change.size,
      eTag: change.etag,
      ...(change.versionId !== 'null' && { versionId: change.versionId }),
      sequencer: change.sequencer,
    },
  },
})

/** Tells of a change whoever the bucket names. */
export const announce = async (bucket: Bucket, change: ObjectChange, to: Announced, world: World): Promise<void> => {
  const configuration = await configurationOf(bucket)
  if (!configuration) return
  const arn = `arn:aws:s3:::${bucket.name}`
  if (configuration.eventBridge) {
    const removed = change.reason.startsWith('Delete')
    to.putEvent({
      source: 'aws.s3',
      detailType: removed ? 'Object Deleted' : 'Object Created',
      detail: detailOf(change, world),
      resources: [arn],
    })
  }
  for (const { id, arn: functionArn, events, rules } of configuration.functions) {
    const wanted = events.some((event) => likePattern(event.replace(/^s3:/, '')).test(named[change.reason]))
    if (!wanted || !meets(rules, change.key)) continue
    try {
      to.invoke(functionArn, JSON.stringify({ Records: [recordOf(change, id, world)] }), arn)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      world.notice({ from: 's3', subject: bucket.name, says: `${functionArn} was not told of ${change.key}: ${why}` })
    }
  }
}

/** CloudFormation's NotificationConfiguration as the document of PutBucketNotificationConfiguration. */
export const notificationDocument = (given: Shape): string => {
  const functions = list<Shape>(given.LambdaConfigurations).map((one, at) => ({
    Id: `notification-${at + 1}`,
    CloudFunction: one.Function,
    Event: [one.Event],
    Filter: one.Filter && { S3Key: { FilterRule: one.Filter.S3Key?.Rules } },
  }))
  const on =
    given.EventBridgeConfiguration && String(given.EventBridgeConfiguration.EventBridgeEnabled ?? true) === 'true'
  return `<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${printXml(
    { CloudFunctionConfiguration: functions, ...(on && { EventBridgeConfiguration: '' }) },
    'flat',
  )}</NotificationConfiguration>`
}
