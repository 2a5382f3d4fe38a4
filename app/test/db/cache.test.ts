import { describe, expect, onTestFinished, test } from 'vitest'
import { cacheOn, type Keep, memoryKeep } from '../../db/cache.ts'
import { valkeyKeep } from '../../db/valkey-keep.ts'
import { silent } from '../setup/database.ts'
import { startValkey } from '../setup/valkey.ts'

const shared = async (): Promise<Keep> => {
  const server = await startValkey()
  const keep = await valkeyKeep(server.url, silent)
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
  const keep = await valkeyKeep(server.url, silent)
  const cache = cacheOn(keep)
  expect(await cache.read('key', 60_000, async () => 1)).toBe(1)
  expect(await cache.read('key', 60_000, async () => 2)).toBe(2)
  await keep.close()
})
