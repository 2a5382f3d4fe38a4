import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { Objects } from './cloud.ts'
import { asking, isThereAlready } from './faults.ts'
import { sayingUnreachable } from './reachable.ts'

/** S3 through the SDK. */
export const objectsOf = (config: S3ClientConfig & { readonly region: string }): Objects => {
  const client = sayingUnreachable(new S3Client(config), config.endpoint)
  return {
    put: ({ bucket, key, body }, how) =>
      asking(`s3:PutObject ${bucket}/${key}`, async () => {
        try {
          const condition = how === 'add' ? { IfNoneMatch: '*' } : {}
          await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...condition }))
        } catch (error) {
          if (how === 'replace' || !isThereAlready(error)) throw error
        }
      }),
    // Virtual-hosted style. Amazon S3 User Guide, "Virtual hosting of buckets".
    urlOf: ({ bucket, key }) =>
      `https://${bucket}.s3.${config.region}.amazonaws.com${config.region.startsWith('cn-') ? '.cn' : ''}/${key}`,
  }
}
