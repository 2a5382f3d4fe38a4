import { expect, test } from 'vitest'
import { credentialScopeOf } from '#rehearsal/protocols/signature.ts'

const scope = { accessKey: 'AKIA1', region: 'eu-west-1', service: 'ecs' }
const credential = 'AKIA1/20260101/eu-west-1/ecs/aws4_request'

test.each([
  [
    'a header',
    {
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` },
      query: '',
    },
    scope,
  ],
  ['a presigned URL', { headers: {}, query: `X-Amz-Credential=${encodeURIComponent(credential)}` }, scope],
  ['nothing', { headers: {}, query: '' }, undefined],
  ['another scheme', { headers: { authorization: 'Bearer abc' }, query: '' }, undefined],
])('the scope is read from %s', (_where, { headers, query }, expected) => {
  expect(credentialScopeOf({ headers: headers as Record<string, string>, query: new URLSearchParams(query) })).toEqual(
    expected,
  )
})
