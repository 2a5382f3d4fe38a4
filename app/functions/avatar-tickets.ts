import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import type { AvatarTickets } from '../server/deps.ts'
import { originalKey } from './avatar-names.ts'

const seconds = 300

/**
 * Permissions to upload, signed with the keys of this process. A form is used and not an address, since only a form's
 * policy can bind the size: S3 refuses another key, another type, or a file that is larger than was said.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function avatarTickets(Bucket: string, where: S3ClientConfig = {}): AvatarTickets {
  const client = new S3Client(where)
  return {
    async ticket({ contentType, size, userId, version }) {
      const { url, fields } = await createPresignedPost(client, {
        Bucket,
        Key: originalKey(userId, version),
        Fields: { 'Content-Type': contentType },
        Conditions: [
          ['eq', '$Content-Type', contentType],
          ['content-length-range', 1, size],
        ],
        Expires: seconds,
      })
      return { url, fields, expiresAt: new Date(Date.now() + seconds * 1000).toISOString() }
    },
  }
}
