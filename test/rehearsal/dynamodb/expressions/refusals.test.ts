import { expect, test } from 'vitest'
import { parseCondition } from '#rehearsal/dynamodb/expressions/parse-condition.ts'
import { parseUpdate } from '#rehearsal/dynamodb/expressions/parse-update.ts'
import { placeholders } from '#rehearsal/dynamodb/expressions/placeholders.ts'
import { parseProjection } from '#rehearsal/dynamodb/expressions/projection.ts'

const known = (...kinds: ('ConditionExpression' | 'UpdateExpression' | 'ProjectionExpression')[]) =>
  placeholders(
    {
      ...Object.fromEntries(kinds.map((kind) => [kind, '…'])),
      ExpressionAttributeNames: { '#n': 'name' },
      ExpressionAttributeValues: {
        ':s': { S: 'a' },
        ':n': { N: '1' },
        ':m': { N: '2' },
        ':l': { L: [] },
        ':t': { BOOL: true },
        ':ss': { SS: ['a'] },
      },
    },
    kinds,
  )

test.each([
  ['', 'The expression can not be empty;'],
  ['a = ', 'Syntax error; token: "<EOF>", near: "="'],
  ['a == :s', 'Syntax error; token: "=", near: "== :s"'],
  ['a & :s', 'Syntax error; token: "&", near: "a &"'],
  ['a = :s b', 'Syntax error; token: "b", near: ":s b"'],
  ['(a = :s', 'Syntax error; token: "<EOF>", near: ":s"'],
  ['a = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
  ['#x = :s', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
  ['Name = :s', 'Attribute name is a reserved keyword; reserved keyword: Name'],
  ['a.year = :s', 'Attribute name is a reserved keyword; reserved keyword: year'],
  ['((a = :s))', 'The expression has redundant parentheses;'],
  ['NOT ((a = :s) )', 'The expression has redundant parentheses;'],
  ['size(a)', 'Syntax error; token: "<EOF>", near: ")"'],
  ['foo(a)', 'Invalid function name; function: foo'],
  ['if_not_exists(a, :s)', 'The function is not allowed in a condition expression; function: if_not_exists'],
  ['attribute_exists(a) = :t', 'Syntax error; token: "=", near: ") = :t"'],
  ['a = begins_with(a, :s)', 'The function is not allowed to be used this way in an expression; function: begins_with'],
  [
    'begins_with(a)',
    'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
  ],
  [
    'begins_with(a, :n)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  ['a < :t', 'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'],
  [
    'a = a',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
  ],
  [
    'a BETWEEN :m AND :n',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
  ],
  [
    'a BETWEEN :s AND :n',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}',
  ],
  ['attribute_exists(:s)', 'Operator or function requires a document path; operator or function: attribute_exists'],
  ['attribute_type(a, :s)', 'Invalid attribute type name found; type: a, valid types: {'],
  ['a[x] = :s', 'Syntax error; token: "x", near: "[x]"'],
])('the condition %j is refused', (expression, message) => {
  expect(() => parseCondition('ConditionExpression', expression, known('ConditionExpression'))).toThrow(
    `Invalid ConditionExpression: ${message}`,
  )
})

test.each([
  ['a = :s', 'Syntax error; token: "a", near: "a ="'],
  ['SET a = :s SET b = :s', 'The "SET" section can only be used once in an update expression;'],
  [
    'SET a = :s, a = :n',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  ],
  [
    'SET a = :s REMOVE a.b',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
  ],
  [
    'SET a.b = :s, a[0] = :n',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
  ],
  ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
  ['SET a = b + :s', 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
  [
    'SET a = list_append(b, :s)',
    'Incorrect operand type for operator or function; operator or function: list_append, operand type: S',
  ],
  [
    'SET a = list_append(b)',
    'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
  ],
  [
    'SET a = if_not_exists(:s, :n)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  [
    'ADD a :s',
    'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
  ],
  [
    'DELETE a :n',
    'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
  ],
  ['REMOVE', 'Syntax error; token: "<EOF>", near: "REMOVE"'],
])('the update %j is refused', (expression, message) => {
  expect(() => parseUpdate(expression, known('UpdateExpression'))).toThrow(`Invalid UpdateExpression: ${message}`)
})

test('overlapping projections are refused', () => {
  expect(() => parseProjection('a.b, #n, a', known('ProjectionExpression'))).toThrow(
    'Invalid ProjectionExpression: Two document paths overlap with each other',
  )
})

test.each([
  [{ ExpressionAttributeNames: {} }, 'ExpressionAttributeNames must not be empty'],
  [{ ExpressionAttributeValues: {} }, 'ExpressionAttributeValues must not be empty'],
  [{ ExpressionAttributeNames: { n: 'a' } }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"'],
  [
    { ExpressionAttributeValues: { ':v': { N: 'x' } } },
    'ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v',
  ],
  [
    { ExpressionAttributeValues: { ':v': { S: 'x' } } },
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}',
  ],
  [
    { ExpressionAttributeNames: { '#a': 'x' } },
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}',
  ],
])('the placeholders %j are refused', (given, message) => {
  expect(() => placeholders({ ConditionExpression: 'a = b', ...given }, ['ConditionExpression']).assertUsed()).toThrow(
    message,
  )
})

test('placeholders without an expression are refused', () => {
  expect(() => placeholders({ ExpressionAttributeNames: { '#a': 'x' } }, ['ConditionExpression'])).toThrow(
    'ExpressionAttributeNames can only be specified when using expressions: ConditionExpression is null',
  )
})
