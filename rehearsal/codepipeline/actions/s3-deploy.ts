// The S3 deploy action: an artifact's files, or the artifact itself, into a bucket.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
import { unzip } from '../../codebuild/zip.ts'
import { contentType } from '../../commands/aws/content-type.ts'
import { type ActionProvider, failed } from '../action.ts'
import type { CodePipelinePorts } from '../ports.ts'

/** The provider S3 of the category Deploy. */
export const s3Deploy =
  ({ s3 }: CodePipelinePorts): ActionProvider =>
  async ({ configuration, inputs }) => {
    const { BucketName = '', ObjectKey = '', Extract = 'false', CacheControl } = configuration
    const [input] = inputs
    if (!input) return failed('The S3 deploy action takes one input artifact', 'ConfigurationError')
    const headers = CacheControl ? { cacheControl: CacheControl } : {}
    if (Extract !== 'true') {
      if (!ObjectKey) return failed('ObjectKey is required when Extract is false', 'ConfigurationError')
      await s3.put(BucketName, ObjectKey, input.bytes, { ...headers, contentType: 'application/zip' })
      return { status: 'Succeeded', summary: 'Deployment Succeeded' }
    }
    const prefix = ObjectKey ? `${ObjectKey.replace(/\/$/, '')}/` : ''
    for (const [path, { data }] of Object.entries(unzip(Buffer.from(input.bytes)))) {
      await s3.put(BucketName, prefix + path, data, { ...headers, contentType: contentType(path) })
    }
    return { status: 'Succeeded', summary: 'Deployment Succeeded' }
  }
