import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { limits } from '../../contract.ts'
import { avatarKey, parseOriginalKey } from '../../server/avatar-names.ts'
import { required } from '../environment.ts'
import { log } from '../log.ts'
import { makeThumbnail, NotAnImage } from './make-thumbnail.ts'

const client = new S3Client({})
const avatars = required('AVATARS_BUCKET')

/** What EventBridge tells of a new object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
type Created = {
  readonly detail: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } }
}

/**
 * Makes an avatar of an upload. What is no image is removed, and not tried again; any other failure is thrown, for
 * Lambda to try again and to keep in the queue at last. A version is made once: an event that comes twice changes nothing.
 */
export const handler = async ({ detail }: Created): Promise<void> => {
  const { key: Key } = detail.object
  const of = parseOriginalKey(Key)
  if (!of) return log.warn({ key: Key }, 'not the place of an upload; left alone')
  const original = { Bucket: detail.bucket.name, Key }
  try {
    const Body = await makeThumbnail(await bytesOf(original))
    const placed = { Bucket: avatars, Key: avatarKey(of.userId, of.version), ContentType: 'image/webp', Body }
    const kept = { CacheControl: 'public, max-age=31536000, immutable', IfNoneMatch: '*' }
    await client.send(new PutObjectCommand({ ...placed, ...kept }))
    log.info({ key: placed.Key, bytes: Body.length }, 'avatar made')
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed')) return log.info({ key: Key }, 'made before')
    if (isNamed(error, 'NoSuchKey')) return log.warn({ key: Key }, 'gone before it was read')
    if (!(error instanceof NotAnImage)) throw error
    log.warn({ key: Key, reason: error.message }, 'not an image; removed')
    await client.send(new DeleteObjectCommand(original))
  }
}

async function bytesOf(original: { Bucket: string; Key: string }): Promise<Uint8Array> {
  const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand(original))
  // The form's policy sees to it already; whoever can write there otherwise shall not fill the memory either.
  if (ContentLength > limits.avatar || !Body) throw new NotAnImage(`it has ${ContentLength} bytes`)
  return Body.transformToByteArray()
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name
