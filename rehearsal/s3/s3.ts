// S3 as the rest of the local AWS uses it, next to the REST handler clients talk to.
import type { RestHandler } from '../protocols/received.ts'
import { awsError, type Service } from '../service.ts'
import type { World } from '../world.ts'
import { bucketResources } from './bucket-resources.ts'
import { bucketNamed, createBucket } from './buckets.ts'
import { handleS3 } from './handle-s3.ts'
import { type Announced, announce } from './notifications.ts'
import { objectAt } from './objects.ts'
import type { CredentialsOf } from './signing-key.ts'
import {
  createStore,
  currentKeys,
  currentObject,
  type ObjectCreated,
  type ObjectMetadata,
  type Origins,
  type StoredObject,
} from './store.ts'

/** Objects and buckets, called in process. */
export interface S3Api {
  readonly createBucket: (name: string) => void
  readonly hasBucket: (name: string) => boolean
  /** Puts an object and gives its version (`null` in a bucket without versioning). */
  readonly put: (
    bucket: string,
    key: string,
    given: Buffer | { body: Buffer; metadata?: ObjectMetadata },
  ) => StoredObject
  readonly get: (bucket: string, key: string, versionId?: string) => Buffer | undefined
  /** The whole object: body, ETag, version and stored headers. */
  readonly object: (bucket: string, key: string, versionId?: string) => StoredObject | undefined
  readonly list: (bucket: string, prefix?: string) => readonly string[]
  readonly remove: (bucket: string, key: string) => void
  readonly policy: (bucket: string) => string | undefined
  readonly onCreated: (listener: (created: ObjectCreated) => void) => void
  /** Counts requests of a local origin as those of the origins that it stands for, from now on. */
  readonly originsBy: (find: Origins) => void
  /** Sends the notifications of buckets there from now on. */
  readonly announceTo: (to: Announced) => void
}

/** The local S3. Its wire side is `rest`; its `service` carries the CloudFormation resource types. */
export const s3 = (
  world: World,
  credentials: CredentialsOf = () => undefined,
): { readonly service: Service; readonly rest: RestHandler; readonly api: S3Api } => {
  const store = createStore(world)
  const object: S3Api['object'] = (bucket, key, versionId) => {
    const found = store.buckets.get(bucket)
    if (!found) return undefined
    if (versionId === undefined || versionId === 'null') return currentObject(found, key)
    try {
      return objectAt(found, key, versionId)
    } catch {
      return undefined
    }
  }
  return {
    service: {
      name: 's3',
      protocol: 'query',
      target: 'http://s3.amazonaws.com/doc/2006-03-01/',
      operations: {},
      resources: bucketResources(store),
    },
    rest: handleS3(store, world, credentials),
    api: {
      createBucket: (name) => void createBucket(store, name, world.region),
      hasBucket: (name) => store.buckets.has(name),
      put: (bucket, key, given) => {
        if (!store.buckets.has(bucket))
          throw awsError('NoSuchBucket', `The specified bucket does not exist: ${bucket}`, 404)
        const { body, metadata } = Buffer.isBuffer(given) ? { body: given, metadata: undefined } : given
        return store.putObject(bucketNamed(store, bucket), { key, body, ...(metadata ? { metadata } : {}) })
      },
      get: (bucket, key, versionId) => object(bucket, key, versionId)?.body,
      object,
      list: (bucket, prefix) => currentKeys(bucketNamed(store, bucket), prefix),
      remove: (bucket, key) => void store.deleteObject(bucketNamed(store, bucket), key),
      policy: (bucket) => store.buckets.get(bucket)?.policy,
      onCreated: store.onCreated,
      originsBy: (find) => {
        store.origins = find
      },
      announceTo: (to) =>
        store.onChange((bucket, change) => {
          announce(bucket, change, to, world).catch((error: unknown) =>
            world.notice({ from: 's3', subject: bucket.name, says: `a notification failed: ${error}` }),
          )
        }),
    },
  }
}
