// Bucket operations: create, head, delete, and the settings that are kept as the documents they were put as.
import type { Received, Reply } from '../protocols/received.ts'
import { awsError, type Call } from '../service.ts'
import { emptyReply, parseS3Xml, xmlReply } from './s3-reply.ts'
import { type Bucket, currentKeys, type Store } from './store.ts'

/** The bucket of that name, or the error S3 gives. */
export const bucketNamed = (store: Store, name: string): Bucket => {
  const bucket = store.buckets.get(name)
  if (bucket) return bucket
  throw awsError('NoSuchBucket', 'The specified bucket does not exist', 404)
}

/** Bucket names. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const isBucketName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name)

/** Makes a bucket; a name that is taken is refused, as it is in every region but us-east-1. */
export const createBucket = (store: Store, name: string, region: string): Bucket => {
  if (!isBucketName(name)) throw awsError('InvalidBucketName', 'The specified bucket is not valid.')
  if (store.buckets.has(name)) {
    throw awsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    )
  }
  return store.createBucket(name, region)
}

/** Removes an empty bucket. */
export const deleteBucket = (store: Store, name: string): void => {
  const bucket = bucketNamed(store, name)
  if (bucket.objects.size) {
    const versions = currentKeys(bucket).length ? '' : ' You must delete all versions in the bucket.'
    throw awsError('BucketNotEmpty', `The bucket you tried to delete is not empty.${versions}`, 409)
  }
  store.buckets.delete(name)
}

/** ListBuckets. */
export const listBuckets = (store: Store, { account }: Call): Reply =>
  xmlReply('ListAllMyBucketsResult', {
    Owner: { ID: account, DisplayName: account },
    Buckets: {
      Bucket: [...store.buckets.values()].map(({ name, created, region }) => ({
        Name: name,
        CreationDate: created,
        BucketRegion: region,
      })),
    },
  })

// What S3 answers for a setting nobody has put.
const absent: Readonly<Record<string, string>> = {
  cors: 'NoSuchCORSConfiguration',
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
  lifecycle: 'NoSuchLifecycleConfiguration',
  ownershipControls: 'OwnershipControlsNotFoundError',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  tagging: 'NoSuchTagSet',
  website: 'NoSuchWebsiteConfiguration',
}
const empty: Readonly<Record<string, string>> = {
  logging: 'BucketLoggingStatus',
  notification: 'NotificationConfiguration',
  acl: 'AccessControlPolicy',
  accelerate: 'AccelerateConfiguration',
  requestPayment: 'RequestPaymentConfiguration',
}

/** The bucket settings that have a query parameter of their own. */
export const bucketSettings = [
  'versioning',
  'policy',
  'location',
  'policyStatus',
  ...Object.keys(absent),
  ...Object.keys(empty),
]

/** Get, put or delete one setting of a bucket. */
export const bucketSetting = async (bucket: Bucket, setting: string, received: Received): Promise<Reply> => {
  if (received.method === 'PUT') return putSetting(bucket, setting, received)
  if (received.method === 'DELETE') {
    if (setting === 'policy') bucket.policy = undefined
    bucket.settings.delete(setting)
    return { status: 204, headers: {}, body: '' }
  }
  if (setting === 'versioning')
    return xmlReply('VersioningConfiguration', bucket.versioning ? { Status: bucket.versioning } : {})
  if (setting === 'location') {
    const place = bucket.region === 'us-east-1' ? '' : bucket.region
    return {
      ...xmlReply('LocationConstraint', {}),
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${place}</LocationConstraint>`,
    }
  }
  if (setting === 'policy') {
    if (bucket.policy === undefined) throw awsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: bucket.policy }
  }
  if (setting === 'policyStatus') return xmlReply('PolicyStatus', { IsPublic: false })
  const document = bucket.settings.get(setting)
  if (document) return { status: 200, headers: { 'content-type': 'application/xml' }, body: document }
  if (absent[setting]) throw awsError(absent[setting], `The ${setting} configuration does not exist`, 404)
  return xmlReply(empty[setting] ?? 'Configuration', {})
}

const putSetting = async (bucket: Bucket, setting: string, { body }: Received): Promise<Reply> => {
  if (setting === 'policy') bucket.policy = body.toString('utf8')
  else if (setting === 'versioning') {
    const { Status } = await parseS3Xml(body, [])
    bucket.versioning = Status === 'Enabled' || Status === 'Suspended' ? Status : ''
  } else bucket.settings.set(setting, body.toString('utf8'))
  return emptyReply(setting === 'policy' ? 204 : 200)
}
