// Checksums that a request carries are checked against its body.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Received } from '../protocols/received.ts'
import { awsError } from '../service.ts'

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value >>> 0
})

const crc32c = (body: Buffer): number => {
  let value = 0xffffffff
  for (const byte of body) value = (table[(value ^ byte) & 255] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

const four = (number: number): string => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes.toString('base64')
}

const algorithms: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: (body) => four(crc32(body)),
  crc32c: (body) => four(crc32c(body)),
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
}

/** Throws `BadDigest` when a checksum of the request is not that of its body. */
export const checkChecksums = ({ headers, body }: Pick<Received, 'headers' | 'body'>): void => {
  for (const [name, digest] of Object.entries(algorithms)) {
    const given = headers[`x-amz-checksum-${name}`]
    if (given !== undefined && given !== digest(body))
      throw awsError('BadDigest', `The ${name.toUpperCase()} you specified did not match the calculated checksum.`)
  }
  const md5 = headers['content-md5']
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64'))
    throw awsError('BadDigest', 'The Content-MD5 you specified did not match what we received.')
  const declared = headers['x-amz-content-sha256'] ?? ''
  if (/^[0-9a-f]{64}$/.test(declared) && declared !== createHash('sha256').update(body).digest('hex'))
    throw awsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
}
