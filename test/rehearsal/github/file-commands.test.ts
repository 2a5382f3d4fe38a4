import { expect, test } from 'vitest'
import { readFileCommands } from '#rehearsal/github/file-commands.ts'

test.each([
  ['a=1\n', { a: '1' }],
  ['a=1=2\nb=\n', { a: '1=2', b: '' }],
  ['a<<END\none\ntwo\nEND\nb=3\n', { a: 'one\ntwo', b: '3' }],
  ['a<<ghadelimiter_1\nx=y<<z\nghadelimiter_1\n', { a: 'x=y<<z' }],
  ['a=x<<END\n', { a: 'x<<END' }],
  ['a=1\r\na=2\r\n', { a: '2' }],
])('%j gives its values', (text, expected) => {
  expect(Object.fromEntries(readFileCommands(text))).toEqual(expected)
})

test.each([['just a line'], ['=x'], ['a<<END\none\n']])('%j is refused', (text) => {
  expect(() => readFileCommands(text)).toThrow()
})
