import { expect, test } from 'vitest'
import { rollbarOn } from '../../../server/rollbar/rollbar.ts'
import { startCollector } from '../../setup/collector.ts'

const reporter = async (over: Partial<Parameters<typeof rollbarOn>[1]> = {}) => {
  const collector = await startCollector()
  const told: (string | undefined)[] = []
  const options = { release: 'abc123', now: () => new Date(0), onDelivery: (reason?: string) => void told.push(reason) }
  const made = rollbarOn({ token: 'token', environment: 'test', endpoint: collector.url }, { ...options, ...over })
  return { ...made, collector, told }
}

test('when everything fails, the first errors of a minute say it all', async () => {
  let time = 0
  const { report, stop, collector } = await reporter({ perMinute: 3, now: () => new Date(time) })
  for (let at = 0; at < 10; at++) report({ error: new Error(`first ${at}`) })
  await stop()
  expect(collector.received).toHaveLength(3)
  time = 60_000
  report({ error: new Error('in the next minute') })
  await stop()
  expect(collector.received).toHaveLength(4)
  await collector.close()
})

test('no more than some are under way, however long they take', async () => {
  const { report, collector, stop } = await reporter({ atOnce: 2 })
  collector.answer = () => {}
  for (let at = 0; at < 50; at++) report({ error: new Error(`${at}`) })
  await collector.first((received) => (received.length === 2 ? true : undefined))
  await collector.close()
  await stop()
  expect(collector.received).toHaveLength(2)
})

test('reports that do not arrive are told of once, and so is that they do again', async () => {
  const { report, collector, stop, told } = await reporter()
  collector.answer = (response) => void response.writeHead(429).end()
  for (let at = 0; at < 2; at++) {
    report({ error: 'not even an error' })
    await stop()
  }
  expect(told).toEqual(['status 429'])
  collector.answer = (response) => void response.end('{}')
  report({ error: undefined })
  await stop()
  expect(told).toEqual(['status 429', undefined])
  await collector.close()
})
