// ListObjects, ListObjectsV2 and ListObjectVersions.
import type { Received, Reply } from '../protocols/received.ts'
import { xmlReply } from './s3-reply.ts'
import { type Bucket, currentKeys, currentObject, type StoredObject } from './store.ts'

interface Page {
  readonly objects: readonly StoredObject[]
  readonly prefixes: readonly string[]
  readonly next: string | undefined
}

// One page: keys after `after`, folded at the delimiter; a common prefix counts as one entry.
const pageOf = (bucket: Bucket, query: URLSearchParams, after: string): Page => {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const limit = Math.min(Number(query.get('max-keys') ?? 1000), 1000)
  const objects: StoredObject[] = []
  const prefixes: string[] = []
  let last = ''
  for (const key of currentKeys(bucket, prefix)) {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1
    const folded = cut < 0 ? undefined : key.slice(0, cut + delimiter.length)
    if (folded !== undefined && (prefixes.includes(folded) || (after && folded <= after))) continue
    if (after && key <= after) continue
    if (objects.length + prefixes.length >= limit) return { objects, prefixes, next: last }
    if (folded === undefined) objects.push(currentObject(bucket, key) as StoredObject)
    else prefixes.push(folded)
    last = folded ?? key
  }
  return { objects, prefixes, next: undefined }
}

const contentOf = ({ key, modified, etag, body }: StoredObject) => ({
  Key: key,
  LastModified: modified,
  ETag: `"${etag}"`,
  Size: body?.length ?? 0,
  StorageClass: 'STANDARD',
})

/** ListObjectsV2, and ListObjects for requests without `list-type=2`. */
export const listObjects = (bucket: Bucket, { query }: Received): Reply => {
  const second = query.get('list-type') === '2'
  const token = query.get('continuation-token')
  const after = second
    ? token
      ? Buffer.from(token, 'base64url').toString()
      : (query.get('start-after') ?? '')
    : (query.get('marker') ?? '')
  const { objects, prefixes, next } = pageOf(bucket, query, after)
  const encode =
    query.get('encoding-type') === 'url'
      ? (text: string) => encodeURIComponent(text).replaceAll('%2F', '/')
      : (text: string) => text
  return xmlReply('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(query.get('prefix') ?? ''),
    Delimiter: query.get('delimiter') ?? undefined,
    MaxKeys: Number(query.get('max-keys') ?? 1000),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    ...(second
      ? {
          KeyCount: objects.length + prefixes.length,
          ContinuationToken: token ?? undefined,
          NextContinuationToken: next === undefined ? undefined : Buffer.from(next).toString('base64url'),
        }
      : { Marker: encode(after), NextMarker: next === undefined ? undefined : encode(next) }),
    Contents: objects.map(contentOf).map((content) => ({ ...content, Key: encode(content.Key) })),
    CommonPrefixes: prefixes.map((folded) => ({ Prefix: encode(folded) })),
  })
}

/** ListObjectVersions, on one page. */
export const listVersions = (bucket: Bucket, { query }: Received): Reply => {
  const prefix = query.get('prefix') ?? ''
  const versions = [...bucket.objects.entries()]
    .filter(([key]) => key.startsWith(prefix))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, list]) => list.map((object, index) => ({ object, latest: index === 0 })))
  const shown = (object: StoredObject, latest: boolean) => ({
    ...contentOf(object),
    VersionId: object.versionId,
    IsLatest: latest,
  })
  return xmlReply('ListVersionsResult', {
    Name: bucket.name,
    Prefix: prefix,
    MaxKeys: 1000,
    IsTruncated: false,
    Version: versions.filter(({ object }) => object.body).map(({ object, latest }) => shown(object, latest)),
    DeleteMarker: versions
      .filter(({ object }) => !object.body)
      .map(({ object, latest }) => ({
        Key: object.key,
        VersionId: object.versionId,
        IsLatest: latest,
        LastModified: object.modified,
      })),
  })
}
