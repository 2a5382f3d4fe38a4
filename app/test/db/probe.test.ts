import { expect, test } from 'vitest'
import { probeOf } from '../../db/probe.ts'

test('probes that come while one is open ask the database once', async () => {
  let asked = 0
  const pool = { query: async () => void asked++ }
  const probe = probeOf(pool as never)
  await Promise.all([probe(), probe(), probe()])
  await probe()
  expect(asked).toBe(2)
})

test('a database that does not answer fails the probe', async () => {
  const probe = probeOf({ query: () => new Promise(() => {}) } as never, 1)
  await expect(probe()).rejects.toThrow('no answer within 1 ms')
})
