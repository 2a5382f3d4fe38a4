import { createHash } from 'node:crypto'
import type { Shape } from '../service.ts'

const sized = (bytes: Buffer): Buffer => {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bytes.length)
  return Buffer.concat([size, bytes])
}

/**
 * The MD5 of message attributes: name, type and value of each, by name.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const attributesDigest = (attributes: Shape): string | undefined => {
  const names = Object.keys(attributes).sort()
  if (names.length === 0) return undefined
  const hash = createHash('md5')
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name] as Shape
    hash.update(sized(Buffer.from(name))).update(sized(Buffer.from(String(DataType))))
    if (BinaryValue === undefined) hash.update(Buffer.from([1])).update(sized(Buffer.from(String(StringValue))))
    else hash.update(Buffer.from([2])).update(sized(Buffer.from(String(BinaryValue), 'base64')))
  }
  return hash.digest('hex')
}
