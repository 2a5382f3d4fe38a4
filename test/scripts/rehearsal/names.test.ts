import { expect, test } from 'vitest'
import { namesOf } from '../../../scripts/rehearsal/names.ts'

const names = namesOf({
  endpoint: 'http://127.0.0.1:4566',
  region: 'ca-central-1',
  distribution: (host) => (host === 'd1.cloudfront.net' ? 'http://127.0.0.1:8080' : undefined),
})

test.each([
  ['d1.cloudfront.net', 'http://127.0.0.1:8080'],
  ['uploads-1a.s3.ca-central-1.amazonaws.com', 'http://127.0.0.1:4566'],
  ['d2.cloudfront.net', undefined],
  ['uploads-1a.s3.eu-west-1.amazonaws.com', undefined],
  ['example.com', undefined],
])('%s leads to %s', (host, url) => {
  expect(names.find(host)).toBe(url)
})

test.each([
  ['{"url":"http://127.0.0.1:4566/uploads-1a"}', '{"url":"https://uploads-1a.s3.ca-central-1.amazonaws.com"}'],
  ['http://127.0.0.1:4566/uploads-1a/key?X-Amz', 'https://uploads-1a.s3.ca-central-1.amazonaws.com/key?X-Amz'],
  ['http://127.0.0.1:45660/x', 'http://127.0.0.1:45660/x'],
  ['http://127x0x0x1:4566/uploads', 'http://127x0x0x1:4566/uploads'],
])('%s reads %s', (text, read) => {
  expect(names.asDeployed(text)).toBe(read)
})
