import express from 'express'
import { expect, test } from 'vitest'
import { safeHeaders } from '../../server/safe-headers.ts'
import { served } from '../setup/served.ts'

test('every answer says that it may not be run, framed, guessed at or kept', async () => {
  const { url, close } = await served(express().use(safeHeaders(), (_request, response) => void response.end()))
  for (const _ of ['the first', 'another']) {
    const { headers } = await fetch(url)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store',
    })
  }
  await close()
})
