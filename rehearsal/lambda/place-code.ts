import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipInto } from '../codebuild/zip.ts'
import type { Shape } from '../service.ts'
import type { LambdaPorts } from './ports.ts'
import { invalid } from './settings.ts'
import type { Code } from './state.ts'

const bytesOf = (given: Shape, ports: LambdaPorts): Buffer => {
  if (given.ImageUri) throw invalid('the local AWS runs functions from zip files; ImageUri is not there')
  // CloudFormation's ZipFile is the source itself; it arrives here as a zip already.
  if (given.ZipFile !== undefined)
    return Buffer.isBuffer(given.ZipFile) ? given.ZipFile : Buffer.from(given.ZipFile, 'base64')
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = given
  if (!bucket || !key) throw invalid('Please provide a source for function code.')
  const bytes = ports.object(String(bucket), String(key), version)
  if (bytes) return bytes
  throw invalid(
    'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  )
}

/** Unpacks the code of a function, once per content, below a directory. */
export const placeCode = async (given: Shape, ports: LambdaPorts, below: string): Promise<Code> => {
  const bytes = bytesOf(given, ports)
  const hash = createHash('sha256').update(bytes)
  const sha256 = hash.copy().digest('base64')
  const directory = join(below, hash.digest('hex'))
  if (await mkdir(directory, { recursive: true })) {
    try {
      await unzipInto(bytes, directory)
    } catch (error) {
      throw invalid(
        `Could not unzip uploaded file. Please check your file, then try to upload again. (${error instanceof Error ? error.message : error})`,
      )
    }
  }
  return { directory, sha256, size: bytes.length }
}
