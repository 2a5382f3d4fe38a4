import { HeadObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { Objects } from './cloud.ts'
import { asking } from './faults.ts'

/** S3 through the SDK. */
export const objectsOf = (config: S3ClientConfig): Objects => {
  const client = new S3Client(config)
  const exists = (Bucket: string, Key: string) =>
    client.send(new HeadObjectCommand({ Bucket, Key })).then(
      () => true,
      () => false,
    )
  return {
    put: async (Bucket, Key, text) => {
      if (await exists(Bucket, Key)) return
      await asking(`s3:PutObject ${Bucket}/${Key}`, () =>
        client.send(new PutObjectCommand({ Bucket, Key, Body: text })),
      )
    },
  }
}
