import { type Name, name } from './name.ts'
import { placed } from './place.ts'

/** An S3 bucket for what people bring and programs make: private, encrypted, versioned. */
export interface Bucket {
  readonly kind: 'bucket'
  readonly name: Name<'bucket'>
  /**
   * The pages whose scripts may put objects with a presigned URL or form: origins, or `sites` for the pages of those sites
   * that have it among their `buckets`. Empty: none may.
   */
  readonly uploadsFrom: readonly string[] | 'sites'
  /**
   * Served to everyone by a CloudFront distribution of its own; the bucket itself stays private. One that somebody shows
   * is served in any case.
   */
  readonly served: boolean
  /** Objects are removed after so many days; undefined keeps them. */
  readonly expireDays?: number
  readonly read: () => BucketUse<'read'>
  readonly write: () => BucketUse<'write'>
  readonly readWrite: () => BucketUse<'read-write'>
  /** Reads objects and removes them: for whoever works off what others brought. */
  readonly take: () => BucketUse<'take'>
  /** Tells the address that its objects are served below, as `<BUCKET>_URL`. */
  readonly show: () => BucketUse<'show'>
  /** The event of a new object, below a prefix if one is given. */
  readonly created: (prefix?: string) => ObjectCreated
}

/** What a service or a function does with a bucket. */
export interface BucketUse<May extends 'read' | 'write' | 'read-write' | 'take' | 'show'> {
  readonly may: May
  readonly to: Bucket
}

/** A new object in a bucket. */
export interface ObjectCreated {
  readonly event: 'object-created'
  readonly of: Bucket
  readonly prefix?: string
}

/**
 * A bucket.
 * @example bucket('uploads', { uploadsFrom: 'sites', expireDays: 1 })
 * @example bucket('avatars', { served: true })
 */
export const bucket = (
  id: string,
  given: {
    readonly uploadsFrom?: Bucket['uploadsFrom']
    readonly served?: boolean
    readonly expireDays?: number
  } = {},
): Bucket => {
  const made: Bucket = {
    kind: 'bucket',
    name: name<'bucket'>(id),
    uploadsFrom: given.uploadsFrom ?? [],
    served: given.served ?? false,
    ...(given.expireDays !== undefined && { expireDays: given.expireDays }),
    read: () => ({ may: 'read', to: made }),
    write: () => ({ may: 'write', to: made }),
    readWrite: () => ({ may: 'read-write', to: made }),
    take: () => ({ may: 'take', to: made }),
    show: () => ({ may: 'show', to: made }),
    created: (prefix) => ({ event: 'object-created', of: made, ...(prefix !== undefined && { prefix }) }),
  }
  return placed(made, bucket)
}
