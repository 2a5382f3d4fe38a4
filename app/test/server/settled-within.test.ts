import { expect, test } from 'vitest'
import { settledWithin } from '../../server/settled-within.ts'

test('it waits for all, whatever comes of them, and not for ever', async () => {
  const done: string[] = []
  const slow = Promise.resolve().then(() => void done.push('slow'))
  await settledWithin([slow, Promise.reject(new Error('no'))], 60_000)
  expect(done).toEqual(['slow'])
  await settledWithin([new Promise(() => {})], 1)
})
