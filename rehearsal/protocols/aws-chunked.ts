// The aws-chunked content encoding: `<hex size>;chunk-signature=…` before every piece, trailing headers at the end.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
import type { Received } from './received.ts'

/** True for a body that an SDK sent in signed or unsigned chunks. */
export const isAwsChunked = (headers: Received['headers']): boolean =>
  (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
  (headers['content-encoding'] ?? '').split(',').some((encoding) => encoding.trim() === 'aws-chunked')

/** The content of an aws-chunked body. */
export const decodeAwsChunked = (body: Buffer): Buffer => {
  const pieces: Buffer[] = []
  let from = 0
  for (;;) {
    const end = body.indexOf('\r\n', from)
    if (end < 0) return Buffer.concat(pieces)
    const size = Number.parseInt(body.toString('latin1', from, end), 16)
    if (!size) return Buffer.concat(pieces)
    pieces.push(body.subarray(end + 2, end + 2 + size))
    from = end + 2 + size + 2
  }
}
