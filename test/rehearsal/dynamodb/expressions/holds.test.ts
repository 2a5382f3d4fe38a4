import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holds } from '#rehearsal/dynamodb/expressions/holds.ts'
import { parseCondition } from '#rehearsal/dynamodb/expressions/parse-condition.ts'
import { placeholders } from '#rehearsal/dynamodb/expressions/placeholders.ts'
import type { Item } from '#rehearsal/dynamodb/values/attribute-value.ts'

const holdsFor = (FilterExpression: string, item: Item, ExpressionAttributeValues?: Item): boolean => {
  const known = placeholders({ FilterExpression, ExpressionAttributeValues }, ['FilterExpression'])
  return holds(parseCondition('FilterExpression', FilterExpression, known), item)
}

const item: Item = {
  s: { S: 'hello' },
  n: { N: '10' },
  m: { M: { x: { L: [{ N: '1' }, { M: { y: { S: 'deep' } } }] } } },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  t: { BOOL: true },
  nil: { NULL: true },
  bin: { B: 'AQID' },
}
const values: Item = {
  ':s': { S: 'he' },
  ':n': { N: '9' },
  ':ten': { N: '10' },
  ':map': { S: 'M' },
  ':sb': { SS: ['b', 'a'] },
  ':a': { S: 'a' },
  ':deep': { S: 'deep' },
  ':bytes': { B: 'AgM=' },
}

test.each([
  ['n > :n', true],
  ['n < :s', false],
  ['absent <> :n', true],
  ['absent = :n', false],
  ['m.x[1].y = :deep', true],
  ['m.x[2].y = :deep', false],
  ['ss = :sb', true],
  ['begins_with(s, :s)', true],
  ['begins_with(n, :s)', false],
  ['contains(s, :s)', true],
  ['contains(ss, :a)', true],
  ['contains(ns, :a)', false],
  ['contains(bin, :bytes)', true],
  ['attribute_type(m, :map)', true],
  ['attribute_type(absent, :map)', false],
  ['attribute_exists(m.x[0]) AND attribute_not_exists(m.z)', true],
  ['size(s) < :ten AND size(m.x) < size(s)', true],
  ['size(n) >= :n', false],
  ['n BETWEEN :n AND :ten', true],
  ['NOT n BETWEEN :n AND :ten', false],
  ['n IN (:n, :ten)', true],
  ['NOT n = :n AND n = :n', false],
  ['n = :ten OR n = :n AND n = :n', true],
  ['(n = :ten OR n = :n) AND n = :n', false],
  ['not (n = :n) and T = T2 or n in (:ten)', true],
  ['toString = :s', false],
])('%j is %s', (expression, expected) => {
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression))
  expect(holdsFor(expression, item, used.length > 0 ? Object.fromEntries(used) : undefined)).toBe(expected)
})

// A naive reading: a flat row of tests, split at OR, then at AND, over plain numbers and texts.
type Plain = Readonly<Record<string, number | string>>
interface Test {
  readonly text: string
  readonly holds: (item: Plain) => boolean
  /** In parentheses already: a second pair would be refused. */
  readonly grouped?: boolean
}
const operators = {
  '=': (a: number, b: number) => a === b,
  '<>': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
}
const name = fc.constantFrom('a', 'b', 'c')
const small = fc.integer({ min: -3, max: 3 })
const compared = fc.tuple(name, fc.constantFrom(...(Object.keys(operators) as (keyof typeof operators)[])), small).map(
  ([attribute, operator, value]): Test => ({
    text: `${attribute} ${operator} :v${value + 3}`,
    holds: (plain) => {
      const found = plain[attribute]
      return typeof found === 'number' ? operators[operator](found, value) : operator === '<>'
    },
  }),
)
const between = fc.tuple(name, small, small).map(([attribute, one, other]): Test => {
  const [low, high] = [Math.min(one, other), Math.max(one, other)]
  return {
    text: `${attribute} BETWEEN :v${low + 3} AND :v${high + 3}`,
    holds: (plain) => typeof plain[attribute] === 'number' && plain[attribute] >= low && plain[attribute] <= high,
  }
})
const exists = name.map(
  (attribute): Test => ({ text: `attribute_exists(${attribute})`, holds: (plain) => attribute in plain }),
)
const { row } = fc.letrec<{ row: Test; one: Test }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 2 },
    compared,
    between,
    exists,
    tie('one').map((inner): Test => ({ text: `NOT ${inner.text}`, holds: (plain) => !inner.holds(plain) })),
    tie('row').map(
      (inner): Test => (inner.grouped ? inner : { text: `(${inner.text})`, holds: inner.holds, grouped: true }),
    ),
  ),
  row: fc
    .array(fc.tuple(fc.constantFrom('AND', 'OR'), tie('one')), { minLength: 1, maxLength: 4 })
    .map((parts): Test => {
      const groups = parts.reduce<Test[][]>(
        (all, [word, one]) => {
          if (word === 'AND') all.at(-1)?.push(one)
          else all.push([one])
          return all
        },
        [[]],
      )
      const [[, only] = []] = parts
      return {
        grouped: parts.length === 1 && only?.grouped === true,
        text: parts.map(([word, one], index) => (index === 0 ? one.text : `${word} ${one.text}`)).join(' '),
        holds: (plain) => groups.some((group) => group.length > 0 && group.every((one) => one.holds(plain))),
      }
    }),
}))

test('a condition holds for random items exactly when a naive reading of it does', () => {
  const plainItem = fc.dictionary(name, fc.oneof(small, fc.constantFrom('x', 'y')), {
    maxKeys: 3,
    noNullPrototype: true,
  })
  fc.assert(
    fc.property(row, plainItem, (condition, plain) => {
      const random = Object.fromEntries(
        Object.entries(plain).map(([key, value]) => [
          key,
          typeof value === 'number' ? { N: String(value) } : { S: value },
        ]),
      )
      const used = [...new Set(condition.text.match(/:v\d/g) ?? [])].map((key) => [
        key,
        { N: String(Number(key.slice(2)) - 3) },
      ])
      expect(holdsFor(condition.text, random, used.length > 0 ? Object.fromEntries(used) : undefined)).toBe(
        condition.holds(plain),
      )
    }),
    { numRuns: 500 },
  )
})
