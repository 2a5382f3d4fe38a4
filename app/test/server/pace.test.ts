import express from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { type Pace, paceLimits } from '../../server/pace.ts'
import { served } from '../setup/served.ts'

const started = async (factor: number, pace: Pace = 'upload'): Promise<string> => {
  const app = express().set('trust proxy', 1)
  app.use((request, response, next) => {
    const id = request.get('x-user')
    if (id) response.locals.viewer = { id }
    next()
  })
  const limit = paceLimits(factor)(pace)
  if (limit) app.use(limit)
  const { url, close } = await served(app.use((_request, response) => void response.end()))
  onTestFinished(close)
  return url
}

const statuses = async (url: string, times: number, headers: Record<string, string>): Promise<number[]> => {
  const all = []
  for (let time = 0; time < times; time++) all.push((await fetch(url, { headers })).status)
  return all
}

test('every answer says how many calls are left, and the one too many how long to wait', async () => {
  const url = await started(0.2)
  const [first, second, third] = [await fetch(url), await fetch(url), await fetch(url)]
  expect(first.headers.get('ratelimit')).toMatch(/^"2-in-1min"; r=1; t=\d+$/)
  expect(second.headers.get('ratelimit')).toMatch(/; r=0; /)
  expect(first.headers.get('ratelimit-policy')).toMatch(/^"2-in-1min"; q=2; w=60; pk=:[A-Za-z0-9+/]{16}:$/)
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429])
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('users are counted one by one, whatever their address; who is not signed in by their network', async () => {
  const url = await started(0.1)
  const from = (address: string, user?: string) => ({ 'X-Forwarded-For': address, ...(user && { 'X-User': user }) })
  expect(await statuses(url, 2, from('192.0.2.1', 'ada'))).toEqual([200, 429])
  expect(await statuses(url, 1, from('192.0.2.2', 'ada'))).toEqual([429])
  expect(await statuses(url, 1, from('192.0.2.1', 'bob'))).toEqual([200])
  expect(await statuses(url, 2, from('2001:db8::1'))).toEqual([200, 429])
  expect(await statuses(url, 1, from('2001:db8::2'))).toEqual([429])
  expect(await statuses(url, 1, from('192.0.2.1'))).toEqual([200])
})

test('a factor of 0 is no limit', async () => {
  expect(await statuses(await started(0), 20, {})).toEqual(Array(20).fill(200))
})
