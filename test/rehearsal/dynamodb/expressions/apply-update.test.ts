import { expect, test } from 'vitest'
import { applyUpdate } from '#rehearsal/dynamodb/expressions/apply-update.ts'
import { parseUpdate } from '#rehearsal/dynamodb/expressions/parse-update.ts'
import { placeholders } from '#rehearsal/dynamodb/expressions/placeholders.ts'
import { project } from '#rehearsal/dynamodb/expressions/projection.ts'
import type { Item } from '#rehearsal/dynamodb/values/attribute-value.ts'

const item: Item = {
  n: { N: '5' },
  seq: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }] },
  m: { M: { x: { N: '1' }, y: { L: [{ M: { z: { S: 'z' } } }] } } },
  ss: { SS: ['a', 'b'] },
}
const values: Item = {
  ':n': { N: '2' },
  ':s': { S: 'new' },
  ':t': { S: 'other' },
  ':l': { L: [{ S: 'd' }] },
  ':ss': { SS: ['b', 'c'] },
  ':ab': { SS: ['a', 'b'] },
  ':m': { M: {} },
}
const update = (UpdateExpression: string): Item => {
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(UpdateExpression))
  const ExpressionAttributeValues = used.length > 0 ? Object.fromEntries(used) : undefined
  const known = placeholders({ UpdateExpression, ExpressionAttributeValues }, ['UpdateExpression'])
  return applyUpdate(parseUpdate(UpdateExpression, known), item)
}

test.each<[string, Item]>([
  ['SET n = n + :n', { n: { N: '7' } }],
  ['SET n = :n - n', { n: { N: '-3' } }],
  ['SET n = if_not_exists(q, :n) + n', { n: { N: '7' } }],
  ['SET q = n, n = :n', { n: { N: '2' }, q: { N: '5' } }],
  ['SET seq = list_append(seq, :l)', { seq: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }, { S: 'd' }] } }],
  [
    'SET seq = list_append(if_not_exists(q, :l), seq)',
    { seq: { L: [{ S: 'd' }, { S: 'a' }, { S: 'b' }, { S: 'c' }] } },
  ],
  ['SET seq[1] = :s', { seq: { L: [{ S: 'a' }, { S: 'new' }, { S: 'c' }] } }],
  ['SET seq[9] = :s, seq[7] = :t', { seq: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }, { S: 'other' }, { S: 'new' }] } }],
  ['REMOVE seq[0], seq[2]', { seq: { L: [{ S: 'b' }] } }],
  ['REMOVE seq[9]', {}],
  ['SET seq[0] = seq[2] REMOVE seq[2]', { seq: { L: [{ S: 'c' }, { S: 'b' }] } }],
  ['SET m.y[0].z = :s', { m: { M: { x: { N: '1' }, y: { L: [{ M: { z: { S: 'new' } } }] } } } }],
  ['REMOVE m.y SET m.q = :m', { m: { M: { x: { N: '1' }, q: { M: {} } } } }],
  ['ADD n :n, m.x :n', { n: { N: '7' }, m: { M: { x: { N: '3' }, y: { L: [{ M: { z: { S: 'z' } } }] } } } }],
  ['ADD q :n, ss :ss', { q: { N: '2' }, ss: { SS: ['a', 'b', 'c'] } }],
  ['DELETE ss :ss', { ss: { SS: ['a'] } }],
])('%j changes what it names', (expression, changed) => {
  expect(update(expression)).toEqual({ ...item, ...changed })
})

test('a set that loses all members goes away, and one that is missing is no error', () => {
  const { ss: _ss, ...rest } = item
  expect(update('DELETE ss :ab')).toEqual(rest)
  expect(update('DELETE q :ab')).toEqual(item)
})

test.each([
  ['SET n = q', 'The provided expression refers to an attribute that does not exist in the item'],
  ['SET q.r = :s', 'The document path provided in the update expression is invalid for update'],
  ['REMOVE q.r', 'The document path provided in the update expression is invalid for update'],
  ['SET n.r = :s', 'The document path provided in the update expression is invalid for update'],
  ['SET m[0] = :s', 'The document path provided in the update expression is invalid for update'],
  ['SET n = ss + :n', 'An operand in the update expression has an incorrect data type'],
  ['SET seq = list_append(seq, n)', 'An operand in the update expression has an incorrect data type'],
  ['ADD ss :n', 'An operand in the update expression has an incorrect data type'],
  ['DELETE n :ss', 'An operand in the update expression has an incorrect data type'],
])('%j is refused for this item', (expression, message) => {
  expect(() => update(expression)).toThrow(message)
})

test('a projection keeps the shape around its parts, and moves elements of a list together', () => {
  expect(project(item, [['seq', 2], ['seq', 0], ['m', 'y', 0, 'z'], ['q']])).toEqual({
    seq: { L: [{ S: 'a' }, { S: 'c' }] },
    m: { M: { y: { L: [{ M: { z: { S: 'z' } } }] } } },
  })
})
