// Object operations: put, get, head, delete, copy, delete many.

import type { Received, Reply } from '../protocols/received.ts'
import { awsError } from '../service.ts'
import type { World } from '../world.ts'
import { bucketNamed } from './buckets.ts'
import { checkChecksums } from './checksums.ts'
import { emptyReply, httpDate, parseS3Xml, xmlReply } from './s3-reply.ts'
import { type Bucket, currentObject, type ObjectMetadata, type Store, type StoredObject } from './store.ts'

/** A request about one bucket and key. */
export interface ObjectRequest {
  readonly store: Store
  readonly world: World
  readonly bucket: Bucket
  readonly key: string
  readonly received: Received
}

const kept = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires']

/** The headers S3 stores with an object. aws-chunked describes the transfer, not the object. */
export const metadataOf = (headers: Received['headers']): ObjectMetadata => {
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part && part !== 'aws-chunked')
    .join(',')
  const entries = Object.entries({ ...headers, 'content-encoding': encoding }).filter(
    ([name, value]) =>
      value !== '' &&
      (kept.includes(name) || name.startsWith('x-amz-meta-') || name === 'x-amz-website-redirect-location'),
  )
  return Object.fromEntries(entries)
}

/** PutObject, with If-None-Match and If-Match as conditions. */
export const putObject = ({ store, bucket, key, received }: ObjectRequest): Reply => {
  checkWriteConditions(received, currentObject(bucket, key))
  checkChecksums(received)
  const tags = received.headers['x-amz-tagging'] ?? ''
  const object = store.putObject(bucket, { key, body: received.body, metadata: metadataOf(received.headers), tags })
  return emptyReply(200, { etag: `"${object.etag}"`, ...versionHeader(bucket, object) })
}

/** Conditional writes. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export const checkWriteConditions = ({ headers }: Received, current: StoredObject | undefined): void => {
  const failed = () =>
    awsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)
  if (headers['if-none-match'] === '*' && current) throw failed()
  const match = headers['if-match']
  if (match === undefined) return
  if (!current) throw awsError('NoSuchKey', 'The specified key does not exist.', 404)
  if (unquoted(match) !== current.etag) throw failed()
}

/** GetObject and HeadObject, with ranges, versions and conditional reads. */
export const getObject = ({ bucket, key, received }: ObjectRequest): Reply => {
  const object = objectAt(bucket, key, received.query.get('versionId') ?? undefined)
  const body = object.body ?? Buffer.alloc(0)
  const headers = {
    'content-type': 'binary/octet-stream',
    ...object.metadata,
    etag: `"${object.etag}"`,
    'last-modified': httpDate(object.modified),
    'accept-ranges': 'bytes',
    ...versionHeader(bucket, object),
    ...overridden(received.query),
  }
  const since = received.headers['if-none-match']
  if (since !== undefined && (since === '*' || unquoted(since) === object.etag))
    return { status: 304, headers, body: '' }
  const match = received.headers['if-match']
  if (match !== undefined && unquoted(match) !== object.etag) {
    throw awsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)
  }
  const range = /^bytes=(\d*)-(\d*)$/.exec(received.headers.range ?? '')
  if (!range) return { status: 200, headers: { ...headers, 'content-length': String(body.length) }, body }
  const [first, last] = span(range[1] ?? '', range[2] ?? '', body.length)
  if (first >= body.length) throw awsError('InvalidRange', 'The requested range is not satisfiable', 416)
  const part = body.subarray(first, last + 1)
  return {
    status: 206,
    headers: {
      ...headers,
      'content-range': `bytes ${first}-${last}/${body.length}`,
      'content-length': String(part.length),
    },
    body: part,
  }
}

const span = (from: string, to: string, size: number): readonly [number, number] =>
  from === ''
    ? [Math.max(size - Number(to), 0), size - 1]
    : [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)]

const overridden = (query: URLSearchParams): ObjectMetadata =>
  Object.fromEntries(
    [...query]
      .filter(([name]) => name.startsWith('response-'))
      .map(([name, value]) => [name.slice('response-'.length), value]),
  )

/** An object version that can be read. */
export const objectAt = (bucket: Bucket, key: string, versionId?: string): StoredObject => {
  const object = versionId
    ? bucket.objects.get(key)?.find((version) => version.versionId === versionId)
    : currentObject(bucket, key)
  if (object?.body) return object
  throw versionId && !object
    ? awsError('NoSuchVersion', 'The specified version does not exist.', 404)
    : awsError('NoSuchKey', 'The specified key does not exist.', 404)
}

/** CopyObject. */
export const copyObject = ({ store, bucket, key, received }: ObjectRequest): Reply => {
  const [source = '', query = ''] = (received.headers['x-amz-copy-source'] ?? '').split('?')
  const [name = '', ...rest] = decodeURIComponent(source).replace(/^\//, '').split('/')
  const from = objectAt(
    bucketNamed(store, name),
    rest.join('/'),
    new URLSearchParams(query).get('versionId') ?? undefined,
  )
  const replaced = received.headers['x-amz-metadata-directive'] === 'REPLACE'
  const copy = store.putObject(bucket, {
    key,
    body: from.body as Buffer,
    metadata: replaced ? metadataOf(received.headers) : from.metadata,
    etag: from.etag,
    tags: from.tags,
    reason: 'CopyObject',
  })
  return xmlReply('CopyObjectResult', { LastModified: copy.modified, ETag: `"${copy.etag}"` })
}

/** DeleteObject: succeeds for a key that is not there. */
export const deleteObject = ({ store, bucket, key, received }: ObjectRequest): Reply => {
  const versionId = received.query.get('versionId') ?? undefined
  const { marker } = store.deleteObject(bucket, key, versionId)
  const headers: Record<string, string> = marker
    ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId }
    : versionId
      ? { 'x-amz-version-id': versionId }
      : {}
  return { status: 204, headers, body: '' }
}

/** DeleteObjects: up to 1,000 keys in one request. */
export const deleteObjects = async ({ store, bucket, received }: Omit<ObjectRequest, 'key'>): Promise<Reply> => {
  const document = await parseS3Xml(received.body, ['Object'])
  const wanted = (document.Object ?? []) as readonly { Key: string; VersionId?: string }[]
  if (wanted.length > 1000)
    throw awsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    )
  const deleted = wanted.map(({ Key, VersionId }) => {
    const { marker } = store.deleteObject(bucket, Key, VersionId)
    return { Key, VersionId, ...(marker ? { DeleteMarker: true, DeleteMarkerVersionId: marker.versionId } : {}) }
  })
  return xmlReply('DeleteResult', document.Quiet === 'true' ? {} : { Deleted: deleted })
}

const versionHeader = (bucket: Bucket, object: StoredObject): ObjectMetadata =>
  bucket.versioning ? { 'x-amz-version-id': object.versionId } : {}

const unquoted = (etag: string): string => etag.replace(/^W\//, '').replaceAll('"', '')
