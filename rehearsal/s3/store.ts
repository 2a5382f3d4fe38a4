// Buckets and objects, in memory.
import { createHash } from 'node:crypto'
import type { World } from '../world.ts'

/** The headers stored with an object and sent back with it: content-type, cache-control, x-amz-meta-…  */
export type ObjectMetadata = Readonly<Record<string, string>>

/** One version of an object; a delete marker has no body. */
export interface StoredObject {
  readonly key: string
  readonly versionId: string
  readonly body: Buffer | undefined
  readonly etag: string
  readonly modified: Date
  readonly metadata: ObjectMetadata
  readonly tags: string
}

/** A bucket, its settings as the XML or JSON documents they were put as, and its objects, newest version first. */
export interface Bucket {
  readonly name: string
  readonly region: string
  readonly created: Date
  versioning: '' | 'Enabled' | 'Suspended'
  policy: string | undefined
  readonly settings: Map<string, string>
  readonly objects: Map<string, StoredObject[]>
  readonly uploads: Map<string, Upload>
}

/** A multipart upload that is not complete. */
export interface Upload {
  readonly id: string
  readonly key: string
  readonly started: Date
  readonly metadata: ObjectMetadata
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string; readonly modified: Date }>
}

/** What happened to an object, in the words of S3's events. */
export type Reason =
  | 'PutObject'
  | 'PostObject'
  | 'CopyObject'
  | 'CompleteMultipartUpload'
  | 'DeleteObject'
  | 'DeleteMarker'

/** A change of a bucket's objects. Sequencers of one key grow. */
export interface ObjectChange extends ObjectCreated {
  readonly reason: Reason
  readonly sequencer: string
}

/** A new object in a bucket, told to whoever listens (an S3 source, a thumbnail function). */
export interface ObjectCreated {
  readonly bucket: string
  readonly key: string
  readonly size: number
  readonly etag: string
  readonly versionId: string
}

/** The MD5 of a body, which is the ETag of an object that was put in one piece. */
export const etagOf = (body: Buffer): string => createHash('md5').update(body).digest('hex')

/** The origins that a local one stands for. */
export type Origins = (local: string) => readonly string[]

/** All buckets of the account. */
export interface Store {
  origins: Origins
  readonly buckets: Map<string, Bucket>
  readonly createBucket: (name: string, region: string) => Bucket
  readonly putObject: (
    bucket: Bucket,
    given: { key: string; body: Buffer; metadata?: ObjectMetadata; etag?: string; tags?: string; reason?: Reason },
  ) => StoredObject
  readonly deleteObject: (bucket: Bucket, key: string, versionId?: string) => { readonly marker?: StoredObject }
  readonly onCreated: (listener: (created: ObjectCreated) => void) => void
  /** Tells of everything that happens to objects. */
  readonly onChange: (listener: (bucket: Bucket, change: ObjectChange) => void) => void
}

/** An empty store. */
export const createStore = (world: World): Store => {
  const buckets = new Map<string, Bucket>()
  const listeners: ((created: ObjectCreated) => void)[] = []
  const watchers: ((bucket: Bucket, change: ObjectChange) => void)[] = []
  let changes = 0
  const tell = (bucket: Bucket, change: Omit<ObjectChange, 'bucket' | 'sequencer'>): void => {
    const sequencer = (++changes).toString(16).toUpperCase().padStart(18, '0')
    for (const watcher of watchers) watcher(bucket, { ...change, bucket: bucket.name, sequencer })
  }
  const version = (bucket: Bucket): string =>
    bucket.versioning === 'Enabled' ? world.id().replaceAll('-', '') : 'null'
  const add = (bucket: Bucket, object: StoredObject): void => {
    const others = bucket.objects.get(object.key)?.filter(({ versionId }) => versionId !== object.versionId) ?? []
    bucket.objects.set(object.key, [object, ...others])
  }
  return {
    origins: () => [],
    buckets,
    createBucket: (name, region) => {
      const bucket: Bucket = {
        name,
        region,
        created: world.clock.now(),
        versioning: '',
        policy: undefined,
        settings: new Map(),
        objects: new Map(),
        uploads: new Map(),
      }
      buckets.set(name, bucket)
      return bucket
    },
    putObject: (bucket, { key, body, metadata = {}, etag = etagOf(body), tags = '', reason = 'PutObject' }) => {
      const modified = world.clock.now()
      const object = { key, versionId: version(bucket), body, etag, modified, metadata, tags }
      add(bucket, object)
      for (const listener of listeners) {
        listener({ bucket: bucket.name, key, size: body.length, etag, versionId: object.versionId })
      }
      tell(bucket, { key, size: body.length, etag, versionId: object.versionId, reason })
      return object
    },
    deleteObject: (bucket, key, versionId) => {
      const versions = bucket.objects.get(key) ?? []
      if (versionId === undefined && bucket.versioning) {
        const marker = {
          key,
          versionId: version(bucket),
          body: undefined,
          etag: '',
          modified: world.clock.now(),
          metadata: {},
          tags: '',
        }
        add(bucket, marker)
        tell(bucket, { key, size: 0, etag: '', versionId: marker.versionId, reason: 'DeleteMarker' })
        return { marker }
      }
      const rest = versionId === undefined ? [] : versions.filter((object) => object.versionId !== versionId)
      if (rest.length) bucket.objects.set(key, rest)
      else bucket.objects.delete(key)
      if (rest.length < versions.length)
        tell(bucket, { key, size: 0, etag: '', versionId: versionId ?? 'null', reason: 'DeleteObject' })
      return {}
    },
    onCreated: (listener) => void listeners.push(listener),
    onChange: (watcher) => void watchers.push(watcher),
  }
}

/** The current version of an object; undefined when there is none or it is deleted. */
export const currentObject = (bucket: Bucket, key: string): StoredObject | undefined => {
  const newest = bucket.objects.get(key)?.[0]
  return newest?.body ? newest : undefined
}

/** The keys that have a current version, in S3's order (by UTF-8 bytes). */
export const currentKeys = (bucket: Bucket, prefix = ''): readonly string[] =>
  [...bucket.objects.keys()]
    .filter((key) => key.startsWith(prefix) && currentObject(bucket, key))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
