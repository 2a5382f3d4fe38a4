// Multipart uploads. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
import { createHash } from 'node:crypto'
import type { Reply } from '../protocols/received.ts'
import { awsError } from '../service.ts'
import { bucketNamed } from './buckets.ts'
import { checkWriteConditions, metadataOf, type ObjectRequest, objectAt } from './objects.ts'
import { emptyReply, parseS3Xml, xmlReply } from './s3-reply.ts'
import { currentObject, etagOf, type Upload } from './store.ts'

/** CreateMultipartUpload. */
export const createUpload = ({ world, bucket, key, received }: ObjectRequest): Reply => {
  const id = world.id()
  bucket.uploads.set(id, {
    id,
    key,
    started: world.clock.now(),
    metadata: metadataOf(received.headers),
    parts: new Map(),
  })
  return xmlReply('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: key, UploadId: id })
}

const uploadOf = ({ bucket, received }: ObjectRequest): Upload => {
  const upload = bucket.uploads.get(received.query.get('uploadId') ?? '')
  if (upload) return upload
  throw awsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
  )
}

/** UploadPart and UploadPartCopy. */
export const uploadPart = (request: ObjectRequest): Reply => {
  const upload = uploadOf(request)
  const source = request.received.headers['x-amz-copy-source']
  const [name = '', ...rest] = decodeURIComponent(source ?? '')
    .replace(/^\//, '')
    .split('/')
  const body = source
    ? (objectAt(bucketNamed(request.store, name), rest.join('/')).body as Buffer)
    : request.received.body
  const part = { body, etag: etagOf(body), modified: request.world.clock.now() }
  upload.parts.set(Number(request.received.query.get('partNumber')), part)
  if (source) return xmlReply('CopyPartResult', { ETag: `"${part.etag}"`, LastModified: part.modified })
  return emptyReply(200, { etag: `"${part.etag}"` })
}

/** CompleteMultipartUpload: the ETag is the MD5 of the parts' MD5s and the number of parts. */
export const completeUpload = async (request: ObjectRequest): Promise<Reply> => {
  const { store, bucket, key, received } = request
  const upload = uploadOf(request)
  checkWriteConditions(received, currentObject(bucket, key))
  const document = await parseS3Xml(received.body, ['Part'])
  const wanted = (document.Part ?? []) as readonly { PartNumber: string; ETag: string }[]
  const parts = wanted.map(({ PartNumber, ETag }) => {
    const part = upload.parts.get(Number(PartNumber))
    if (part && part.etag === ETag.replace(/&quot;|"/g, '')) return part
    throw awsError(
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    )
  })
  const digest = createHash('md5')
    .update(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex'))))
    .digest('hex')
  const object = store.putObject(bucket, {
    key,
    body: Buffer.concat(parts.map(({ body }) => body)),
    metadata: upload.metadata,
    reason: 'CompleteMultipartUpload',
    etag: `${digest}-${parts.length}`,
  })
  bucket.uploads.delete(upload.id)
  return xmlReply('CompleteMultipartUploadResult', { Bucket: bucket.name, Key: key, ETag: `"${object.etag}"` })
}

/** AbortMultipartUpload. */
export const abortUpload = (request: ObjectRequest): Reply => {
  request.bucket.uploads.delete(uploadOf(request).id)
  return { status: 204, headers: {}, body: '' }
}

/** ListParts. */
export const listParts = (request: ObjectRequest): Reply =>
  xmlReply('ListPartsResult', {
    Bucket: request.bucket.name,
    Key: request.key,
    UploadId: request.received.query.get('uploadId'),
    IsTruncated: false,
    Part: [...uploadOf(request).parts]
      .sort(([a], [b]) => a - b)
      .map(([number, { body, etag, modified }]) => ({
        PartNumber: number,
        ETag: `"${etag}"`,
        Size: body.length,
        LastModified: modified,
      })),
  })
