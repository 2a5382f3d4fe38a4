import { expect, test } from 'vitest'
import { s3AddressOf, s3AddressOfUrl } from '#rehearsal/s3/s3-request.ts'

test.each([
  ['127.0.0.1:4566', '/bucket/a/b', 'bucket', 'a/b'],
  ['s3.eu-west-1.amazonaws.com', '/bucket/a%20b', 'bucket', 'a b'],
  ['my.bucket.s3.eu-west-1.amazonaws.com', '/k', 'my.bucket', 'k'],
  ['bucket.s3.amazonaws.com', '/', 'bucket', ''],
  ['bucket.s3-eu-west-1.amazonaws.com', '/k', 'bucket', 'k'],
  ['bucket.s3.localhost:4566', '/k', 'bucket', 'k'],
  ['bucket.localhost:4566', '/k', 'bucket', 'k'],
  ['localhost:4566', '/bucket/k+1', 'bucket', 'k+1'],
])('%s %s is bucket %s and key %s', (host, path, bucket, key) => {
  expect(s3AddressOf({ headers: { host }, path })).toEqual({ bucket, key })
})

test.each([
  ['https://bucket.s3.eu-west-1.amazonaws.com/a/t.json', { bucket: 'bucket', key: 'a/t.json' }],
  ['https://s3.amazonaws.com/bucket/t.json', { bucket: 'bucket', key: 't.json' }],
  ['http://127.0.0.1:4566/bucket/t.json', { bucket: 'bucket', key: 't.json' }],
  ['s3://bucket/t.json', { bucket: 'bucket', key: 't.json' }],
  ['not a url', undefined],
  ['ftp://bucket/t', undefined],
])('the template URL %s is read', (url, address) => {
  expect(s3AddressOfUrl(url)).toEqual(address)
})
