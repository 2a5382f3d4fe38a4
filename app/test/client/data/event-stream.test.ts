import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventReader, type StreamEvent } from '../../../client/data/event-stream.ts'

const stream = [
  'retry: 2000\n\n',
  ': a heartbeat\n\n',
  'id: 7\nevent: activity\ndata: {"message":\ndata: "héllo 🐈"}\n\n',
  'data:no space\r\n\r\n',
  'id: 9\rdata\r\r',
  'id: 11\n\n',
].join('')

const events: readonly StreamEvent[] = [
  { event: 'activity', data: '{"message":\n"héllo 🐈"}', id: '7' },
  { event: 'message', data: 'no space', id: '7' },
  { event: 'message', data: '', id: '9' },
]

test('wherever a stream is cut, its events are the same, and it goes on from the last id', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      const places = [0, ...[...cuts].sort((a, b) => a - b), stream.length]
      const pieces = places.slice(1).map((end, index) => stream.slice(places[index], end))
      const reader = createEventReader()
      expect(pieces.flatMap((piece) => reader.read(piece))).toEqual(events)
      expect(reader.lastId()).toBe('11')
    }),
  )
})

test('an event that is not complete is not given', () => {
  expect(createEventReader().read('event: activity\ndata: {}\n')).toEqual([])
})
