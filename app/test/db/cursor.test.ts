import { expect, test } from 'vitest'
import { parseCursor, printCursor } from '../../db/cursor.ts'

const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'

test('a printed cursor is parsed back', () => {
  expect(parseCursor(printCursor({ micros: '1767323045678901', id }))).toEqual({ micros: '1767323045678901', id })
})

test.each([
  ['nothing', ''],
  ['not base64', '%%%'],
  ['a number that PostgreSQL cannot hold', Buffer.from(`99999999999999999.${id}`).toString('base64url')],
  ['a number that is none', Buffer.from(`1e9.${id}`).toString('base64url')],
  ['an id that is none', Buffer.from(`1.${id.slice(1)}`).toString('base64url')],
  ['text after the id', Buffer.from(`1.${id}' or true`).toString('base64url')],
])('%s is not a cursor', (_, text) => {
  expect(parseCursor(text)).toBeUndefined()
})
