import { describe, expect, onTestFinished, test } from 'vitest'
import { cacheOn, type Keep, memoryKeep } from '../../db/cache.ts'
import { valkeyKeep } from '../../db/valkey-keep.ts'
import { silent } from '../setup/database.ts'
import { startValkey } from '../setup/valkey.ts'

const shared = async (): Promise<Keep> => {
  const server = await startValkey()
  const keep = await valkeyKeep({ url: server.url, release: 'abc123', log: silent })
  onTestFinished(async () => {
    await keep.close()
    await server.close()
  })
  const tried = async () => {
    await keep.set('ready', '1', 10_000)
    return keep.get('ready')
  }
  await expect.poll(tried).toBe('1')
  return keep
}

describe.each<[string, () => Promise<Keep>]>([
  ['in memory', async () => memoryKeep()],
  ['in Valkey', shared],
])('a cache %s', (_, keep) => {
  test('loads once, for those who come at the same time and those who come later', async () => {
    const cache = cacheOn(await keep())
    let loads = 0
    const read = () => cache.read('key', 60_000, async () => ({ loads: ++loads }))
    expect(await Promise.all([read(), read(), read()])).toEqual([{ loads: 1 }, { loads: 1 }, { loads: 1 }])
    expect(await read()).toEqual({ loads: 1 })
  })

  test('loads anew after a change', async () => {
    const cache = cacheOn(await keep())
    let value = 'old'
    const read = () => cache.read('key', 60_000, async () => value)
    await read()
    value = 'new'
    await cache.drop('key')
    expect(await read()).toBe('new')
  })

  test('does not keep what was read before a change that came while it was read', async () => {
    const cache = cacheOn(await keep())
    let finish: (value: string) => void = () => {}
    const slow = cache.read('key', 60_000, () => new Promise<string>((resolve) => (finish = resolve)))
    await expect.poll(() => finish.name).not.toBe('finish')
    await cache.drop('key')
    finish('old')
    await slow
    expect(await cache.read('key', 60_000, async () => 'new')).toBe('new')
  })

  test('keeps nothing of a load that failed', async () => {
    const cache = cacheOn(await keep())
    await expect(cache.read('key', 60_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await cache.read('key', 60_000, async () => 'yes')).toBe('yes')
  })

  test('forgets in time', async () => {
    const cache = cacheOn(await keep())
    let loads = 0
    const read = () => cache.read('key', 20, async () => ++loads)
    await read()
    await expect.poll(read).toBe(2)
  })
})

test('a Valkey that is away is as good as an empty one', async () => {
  const server = await startValkey()
  await server.close()
  const keep = await valkeyKeep({ url: server.url, release: 'abc123', log: silent })
  const cache = cacheOn(keep)
  expect(await cache.read('key', 60_000, async () => 1)).toBe(1)
  expect(await cache.read('key', 60_000, async () => 2)).toBe(2)
  await keep.close()
})

test('what lies there and is no copy, or is one of another release, counts as not there', async () => {
  const server = await startValkey()
  const keeps = await Promise.all(
    ['one', 'two'].map((release) => valkeyKeep({ url: server.url, release, log: silent })),
  )
  const [keep, other] = keeps as [Keep, Keep]
  onTestFinished(async () => {
    await Promise.all(keeps.map((each) => each.close()))
    await server.close()
  })
  await expect.poll(() => keep.set('key', { shape: 1 }, 60_000).then(() => keep.get('key'))).toEqual({ shape: 1 })
  await expect.poll(() => other.set('else', 1, 60_000).then(() => other.get('else'))).toBe(1)
  expect(await other.get('key')).toBeUndefined()
  server.put('cruddur:one:key', '{"shape":')
  expect(await cacheOn(keep).read('key', 60_000, async () => 'loaded')).toBe('loaded')
})

test('a Valkey that takes commands and answers none does not hold requests up for long', async () => {
  const server = await startValkey()
  const keep = await valkeyKeep({ url: server.url, release: 'one', log: silent })
  onTestFinished(async () => {
    await keep.close()
    await server.close()
  })
  await expect.poll(() => keep.set('key', 1, 60_000).then(() => keep.get('key'))).toBe(1)
  server.hang()
  expect(await cacheOn(keep).read('key', 60_000, async () => 'loaded')).toBe('loaded')
})
