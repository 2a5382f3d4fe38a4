import { expect, test } from 'vitest'
import { readItem, readValue } from '#rehearsal/dynamodb/values/read-value.ts'
import { itemSize, sizeOf } from '#rehearsal/dynamodb/values/size-of.ts'

test.each([
  [{ S: '' }, { S: '' }],
  [{ N: '1.0' }, { N: '1' }],
  [{ NS: ['10', '-1', '2.0'] }, { NS: ['-1', '2', '10'] }],
  [{ SS: ['b', '', 'é', 'a'] }, { SS: ['', 'a', 'b', 'é'] }],
  [{ L: [{ N: '01' }, { M: { a: { NULL: true } } }] }, { L: [{ N: '1' }, { M: { a: { NULL: true } } }] }],
])('reads %j as %j', (given, value) => {
  expect(readValue(given)).toEqual(value)
})

test.each([
  [{}, 'Supplied AttributeValue is empty'],
  [{ X: '1' }, 'Supplied AttributeValue is empty'],
  [{ S: 'a', N: '1' }, 'more than one datatypes'],
  [{ NULL: false }, 'Null attribute value types must have the value of true'],
  [{ SS: [] }, 'An string set  may not be empty'],
  [{ NS: [] }, 'An number set  may not be empty'],
  [{ BS: [] }, 'Binary sets should not be empty'],
  [{ SS: ['a', 'b', 'a'] }, 'Input collection [a, b, a] contains duplicates.'],
  [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
  [{ BS: ['AQ==', 'AQ=='] }, 'contains duplicates'],
  [{ S: 1 }, 'can not be converted to a String'],
  [{ B: '*' }, 'can not be converted to a Blob'],
  [{ BOOL: 'true' }, 'can not be converted to a Boolean'],
  ['text', 'can not be converted to an AttributeValue'],
])('refuses %j', (given, message) => {
  expect(() => readValue(given)).toThrow(message)
})

const nested = (depth: number): unknown => (depth === 0 ? { S: 'x' } : { L: [nested(depth - 1)] })

test('values nest 32 levels deep and no deeper', () => {
  expect(() => readItem({ a: nested(31) })).not.toThrow()
  expect(() => readItem({ a: nested(32) })).toThrow('Nesting Levels have exceeded supported limits')
})

test('an attribute may be called like what every object has', () => {
  const item = readItem(JSON.parse('{"__proto__":{"S":"a"},"constructor":{"S":"b"}}'))
  expect(Object.keys(item)).toEqual(['__proto__', 'constructor'])
})

test.each([
  [{ S: 'é' }, 2],
  [{ N: '0' }, 1],
  [{ N: '123' }, 3],
  [{ N: '-123' }, 4],
  [{ N: '1000' }, 2],
  [{ N: '123456' }, 4],
  [{ N: '3.14159' }, 5],
  [{ N: '0.0012' }, 2],
  [{ B: 'AQID' }, 3],
  [{ BOOL: true }, 1],
  [{ NULL: true as const }, 1],
  [{ SS: ['ab', 'c'] }, 3],
  [{ L: [{ S: 'ab' }] }, 6],
  [{ M: { k: { S: 'ab' } } }, 7],
])('%j takes %i bytes', (value, bytes) => {
  expect(sizeOf(value)).toBe(bytes)
  expect(itemSize({ name: value })).toBe(4 + bytes)
})
