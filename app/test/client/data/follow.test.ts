import { expect, test } from 'vitest'
import type { StreamEvent } from '../../../client/data/event-stream.ts'
import { backOff, follow } from '../../../client/data/follow.ts'

/** Follows streams that answer one after the other, until there are no more. */
async function followed(answers: readonly (() => Response)[], from = '') {
  const end = new AbortController()
  const [events, asked, waits]: [StreamEvent[], string[], number[]] = [[], [], []]
  await follow(
    {
      from,
      open: async (lastId) => {
        asked.push(lastId)
        const answer = answers[asked.length - 1]
        if (!answer) end.abort()
        return answer?.() ?? new Response(null, { status: 503 })
      },
      onEvent: (event) => events.push(event),
      wait: async (milliseconds) => void waits.push(milliseconds),
      signal: end.signal,
    },
    () => 1,
  )
  return { data: events.map(({ data }) => data), asked, waits }
}

const cutOff = (): Response => {
  throw new TypeError('network error')
}

test('a stream that ends is opened again, from the last event on', async () => {
  const answers = [() => new Response('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'), () => new Response('id: 3\ndata: c\n\n')]
  const { data, asked } = await followed(answers)
  expect(data).toEqual(['a', 'b', 'c'])
  expect(asked).toEqual(['', '2', '3'])
})

test('a stream is followed from where the page was told that the events stand, so that none is missed before it opens', async () => {
  const { asked } = await followed([cutOff, () => new Response('id: 8\n\n')], '7')
  expect(asked).toEqual(['7', '7', '8'])
})

test('each failure waits longer than the one before, and an event starts anew', async () => {
  const flowing = (): Response => new Response('data: a\n\n')
  const { waits } = await followed([cutOff, () => new Response(null, { status: 502 }), cutOff, flowing])
  expect(waits).toEqual([500, 1_000, 2_000, 500])
})

test.each([400, 401, 403, 404])('a stream that is refused with %i is given up', async (status) => {
  const { asked } = await followed([() => new Response(null, { status })])
  expect(asked).toEqual([''])
})

test('a server that is asked too often is asked again later', async () => {
  const { data } = await followed([() => new Response(null, { status: 429 }), () => new Response('data: a\n\n')])
  expect(data).toEqual(['a'])
})

test('no wait is longer than half a minute, nor shorter than half of what it could be', () => {
  expect(backOff(50, () => 1)).toBe(30_000)
  expect(backOff(0, () => 0)).toBe(250)
})
