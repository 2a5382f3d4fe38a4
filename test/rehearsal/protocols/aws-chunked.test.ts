import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeAwsChunked, isAwsChunked } from '#rehearsal/protocols/aws-chunked.ts'

const encode = (pieces: readonly Uint8Array[], trailer = '') =>
  Buffer.concat([
    ...pieces.map((piece) =>
      Buffer.concat([Buffer.from(`${piece.length.toString(16)};chunk-signature=abc\r\n`), piece, Buffer.from('\r\n')]),
    ),
    Buffer.from(`0;chunk-signature=abc\r\n${trailer}\r\n`),
  ])

test('pieces of any bytes come back as one body', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })), (pieces) => {
      expect(decodeAwsChunked(encode(pieces, 'x-amz-checksum-crc32:AAAA\r\n')).equals(Buffer.concat(pieces))).toBe(true)
    }),
  )
})

test.each([
  [{ 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }, true],
  [{ 'content-encoding': 'gzip, aws-chunked' }, true],
  [{ 'content-encoding': 'gzip', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, false],
])('%j is chunked: %s', (headers, expected) => {
  expect(isAwsChunked(headers)).toBe(expected)
})
