import { createHmac } from 'node:crypto'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { originalKey } from './avatar-names.ts'
import type { AvatarTickets } from './deps.ts'

/** Where the uploads go: a bucket, its region, and a local AWS when there is one. */
export type Uploads = {
  readonly bucket: string
  readonly region: string
  readonly endpoint?: string | undefined
  /** Who signs; what the environment of the process gives unless told. */
  readonly credentials?: () => Promise<Keys>
}

type Keys = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

const seconds = 300

/**
 * Permissions to upload. A form is used and not an address, since only a form's policy can bind the size: S3 refuses
 * another key, another type, or a file that is larger than was said.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function avatarTickets({ bucket, region, endpoint, credentials = defaultProvider() }: Uploads): AvatarTickets {
  const url = endpoint ? `${endpoint.replace(/\/$/, '')}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com/`
  return {
    async ticket({ contentType, size, userId, version }) {
      const keys = await credentials()
      const expiresAt = new Date(Date.now() + seconds * 1000).toISOString()
      const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
      const day = date.slice(0, 8)
      const bound = {
        key: originalKey(userId, version),
        'Content-Type': contentType,
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': `${keys.accessKeyId}/${day}/${region}/s3/aws4_request`,
        'x-amz-date': date,
        ...(keys.sessionToken && { 'x-amz-security-token': keys.sessionToken }),
      }
      const conditions = [
        { bucket },
        ['content-length-range', 1, size],
        ...Object.entries(bound).map(([name, value]) => ['eq', `$${name}`, value]),
      ]
      const policy = Buffer.from(JSON.stringify({ expiration: expiresAt, conditions })).toString('base64')
      const signature = signed(policy, { secret: keys.secretAccessKey, day, region })
      return { url, fields: { ...bound, policy, 'x-amz-signature': signature }, expiresAt }
    },
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html */
function signed(text: string, { secret, day, region }: { secret: string; day: string; region: string }): string {
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}
