// AWS::S3::Bucket and AWS::S3::BucketPolicy.
import type { ResourceProvider, Shape } from '../service.ts'
import { bucketNamed, createBucket, deleteBucket } from './buckets.ts'
import { corsDocument } from './cors.ts'
import { notificationDocument } from './notifications.ts'
import type { Bucket, Store } from './store.ts'

/** The CloudFormation resource types of S3 that really exist in the local S3. */
export const bucketResources = (store: Store): Readonly<Record<string, ResourceProvider>> => ({
  'AWS::S3::Bucket': {
    create: async (properties, { physicalName, call }) => {
      const name = String(properties.BucketName ?? physicalName(63).toLowerCase())
      if (store.buckets.has(name)) throw new Error(`${name} already exists`)
      const bucket = createBucket(store, name, call.region)
      configure(bucket, properties)
      return { physicalId: name, attributes: attributesOf(name, call.region) }
    },
    update: async (made, _before, after) => {
      configure(bucketNamed(store, made.physicalId), after)
      return made
    },
    remove: async ({ physicalId }) => {
      if (store.buckets.has(physicalId)) deleteBucket(store, physicalId)
    },
  },
  'AWS::S3::BucketPolicy': {
    create: async (properties, { physicalName }) => {
      bucketNamed(store, properties.Bucket).policy = JSON.stringify(properties.PolicyDocument)
      return { physicalId: physicalName(128) }
    },
    update: async (made, _before, after) => {
      bucketNamed(store, after.Bucket).policy = JSON.stringify(after.PolicyDocument)
      return made
    },
    remove: async (_made, properties) => {
      const bucket = store.buckets.get(properties.Bucket)
      if (bucket) bucket.policy = undefined
    },
  },
})

const configure = (bucket: Bucket, properties: Shape): void => {
  const status = properties.VersioningConfiguration?.Status
  if (status === 'Enabled') bucket.versioning = 'Enabled'
  else if (bucket.versioning) bucket.versioning = 'Suspended'
  const keep = (setting: string, document: string | undefined) =>
    document === undefined ? bucket.settings.delete(setting) : bucket.settings.set(setting, document)
  keep('cors', properties.CorsConfiguration && corsDocument(properties.CorsConfiguration))
  keep(
    'notification',
    properties.NotificationConfiguration && notificationDocument(properties.NotificationConfiguration),
  )
}

const attributesOf = (name: string, region: string) => ({
  Arn: `arn:aws:s3:::${name}`,
  DomainName: `${name}.s3.amazonaws.com`,
  DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
  RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  WebsiteURL: `http://${name}.s3-website.${region}.amazonaws.com`,
})
