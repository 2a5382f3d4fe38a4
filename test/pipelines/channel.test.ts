import { expect, it } from 'vitest'
import { channel } from '#pipelines/channel.ts'

const readAll = async <T>(from: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const item of from) all.push(item)
  return all
}

it('gives everything in order, what came before the reader and what came after', async () => {
  const numbers = channel<number>()
  numbers.push(1)
  numbers.push(2)
  const read = readAll(numbers)
  await Promise.resolve()
  numbers.push(3)
  numbers.close()
  expect(await read).toEqual([1, 2, 3])
})

it('gives what is left after it was closed, then ends', async () => {
  const texts = channel<string>()
  texts.push('last')
  texts.close()
  expect(await readAll(texts)).toEqual(['last'])
  expect(await readAll(texts)).toEqual([])
})

it('wakes a waiting reader for each item', async () => {
  const texts = channel<string>()
  const reader = texts[Symbol.asyncIterator]()
  for (const text of ['a', 'b']) {
    const next = reader.next()
    texts.push(text)
    expect(await next).toEqual({ value: text, done: false })
  }
  const end = reader.next()
  texts.close()
  expect((await end).done).toBe(true)
})
