// One S3 request to one operation, by method, path and the query parameters that name subresources.
import type { Received, Reply, RestHandler } from '../protocols/received.ts'
import { AwsError, awsError, type Call } from '../service.ts'
import type { World } from '../world.ts'
import { isOpen } from './anonymous-access.ts'
import { bucketNamed, bucketSetting, bucketSettings, createBucket, deleteBucket, listBuckets } from './buckets.ts'
import { checkPresigned, unfolded } from './check-presigned.ts'
import { corsHeaders, preflight } from './cors.ts'
import { listObjects, listVersions } from './listing.ts'
import { abortUpload, completeUpload, createUpload, listParts, uploadPart } from './multipart.ts'
import { copyObject, deleteObject, deleteObjects, getObject, type ObjectRequest, putObject } from './objects.ts'
import { isFormUpload, postObject } from './post-object.ts'
import { emptyReply, parseS3Xml, s3ErrorReply, xmlReply } from './s3-reply.ts'
import { s3AddressOf } from './s3-request.ts'
import type { CredentialsOf } from './signing-key.ts'
import type { Store } from './store.ts'

/** Answers S3 requests from a store. */
export const handleS3 =
  (store: Store, world: World, credentials: CredentialsOf): RestHandler =>
  async (received, call) => {
    const cors = () => corsHeaders(store.buckets.get(s3AddressOf(received).bucket), received, store.origins)
    try {
      const reply = await dispatch({ store, world, received, call, credentials })
      return received.method === 'OPTIONS' ? reply : { ...reply, headers: { ...(await cors()), ...reply.headers } }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      const reply = s3ErrorReply(error, received.path, world.id())
      return received.method === 'OPTIONS' ? reply : { ...reply, headers: { ...(await cors()), ...reply.headers } }
    }
  }

interface Request {
  readonly store: Store
  readonly world: World
  readonly received: Received
  readonly call: Call
  readonly credentials: CredentialsOf
}

const dispatch = (given: Request): Reply | Promise<Reply> => {
  const { store, world, call, credentials } = given
  const { bucket: name, key } = s3AddressOf(given.received)
  if (given.received.method === 'OPTIONS') return preflight(bucketNamed(store, name), given.received, store.origins)
  if (!key && isFormUpload(given.received) && !given.received.headers.authorization)
    return postObject({ store, world, bucket: bucketNamed(store, name), received: given.received }, credentials)
  const received = authorized(given, name, key)
  const request = { ...given, received }
  if (!name) return listBuckets(store, call)
  if (!key) return bucketOperation(name, request)
  const about: ObjectRequest = { store, world, bucket: bucketNamed(store, name), key, received }
  return objectOperation(about)
}

// Signed headers are believed; presigned URLs are verified; without either, only what a bucket policy opens to all.
const authorized = ({ received, credentials, world, store }: Request, name: string, key: string): Received => {
  const { headers, query, method } = received
  if (headers.authorization !== undefined) return received
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Credential')) {
    checkPresigned(received, credentials, world.clock.now())
    return unfolded(received)
  }
  if (query.has('AWSAccessKeyId'))
    throw awsError(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    )
  const open =
    (method === 'GET' || method === 'HEAD') && key !== '' && isOpen(store.buckets.get(name)?.policy, name, key)
  if (!open) throw awsError('AccessDenied', 'Access Denied', 403)
  return received
}

const bucketOperation = async (name: string, { store, world, received, call }: Request): Promise<Reply> => {
  const { method, query } = received
  const setting = bucketSettings.find((one) => query.has(one))
  if (setting) return bucketSetting(bucketNamed(store, name), setting, received)
  if (method === 'PUT') {
    const { LocationConstraint } = received.body.length ? await parseS3Xml(received.body, []) : {}
    createBucket(store, name, typeof LocationConstraint === 'string' ? LocationConstraint : call.region)
    return emptyReply(200, { location: `/${name}` })
  }
  const bucket = bucketNamed(store, name)
  if (method === 'HEAD') return emptyReply(200, { 'x-amz-bucket-region': bucket.region })
  if (method === 'POST' && query.has('delete')) return deleteObjects({ store, world, bucket, received })
  if (method === 'DELETE') {
    deleteBucket(store, name)
    return { status: 204, headers: {}, body: '' }
  }
  if (method === 'GET' && query.has('versions')) return listVersions(bucket, received)
  if (method === 'GET' && query.has('uploads'))
    return xmlReply('ListMultipartUploadsResult', { Bucket: name, IsTruncated: false })
  if (method === 'GET') return listObjects(bucket, received)
  throw notAllowed()
}

const objectOperation = (request: ObjectRequest): Reply | Promise<Reply> => {
  const { method, query, headers } = request.received
  if (query.has('tagging')) return objectTagging(request)
  if (query.has('acl')) return method === 'GET' ? xmlReply('AccessControlPolicy', {}) : emptyReply(200)
  if (method === 'POST' && query.has('uploads')) return createUpload(request)
  if (query.has('uploadId')) {
    if (method === 'PUT') return uploadPart(request)
    if (method === 'POST') return completeUpload(request)
    if (method === 'DELETE') return abortUpload(request)
    return listParts(request)
  }
  if (method === 'PUT') return headers['x-amz-copy-source'] ? copyObject(request) : putObject(request)
  if (method === 'GET' || method === 'HEAD') return getObject(request)
  if (method === 'DELETE') return deleteObject(request)
  throw notAllowed()
}

// Tags are accepted and not kept; nothing in a delivery reads them back.
const objectTagging = ({ received }: ObjectRequest): Reply =>
  received.method === 'GET' ? xmlReply('Tagging', { TagSet: {} }) : emptyReply(received.method === 'PUT' ? 200 : 204)

const notAllowed = () => awsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405)
