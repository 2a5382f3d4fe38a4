import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Item } from '#rehearsal/dynamodb/values/attribute-value.ts'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const keyed = (pk: string) => ({ TableName, Key: { pk: { S: pk } } })
const put = (pk: string, v: number) => ({ Put: { TableName, Item: { pk: { S: pk }, v: { N: String(v) } } } })

// Money moves between accounts, never below zero, while other transactions run: the sum stays.
test('transactions are all or nothing, however they interleave', async () => {
  const transfer = fc.record({
    from: fc.nat({ max: 4 }),
    to: fc.nat({ max: 4 }),
    amount: fc.integer({ min: 1, max: 60 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(transfer, { maxLength: 40 }), async (transfers) => {
      const { send, api } = inProcess()
      await makeTable(send, { pk: 'S' })
      for (let account = 0; account < 5; account++) await send('PutItem', put(String(account), 50).Put)
      const model = [50, 50, 50, 50, 50]
      const expected = transfers.map(({ from, to, amount }) => {
        if (from === to) return 'refused'
        if ((model[from] ?? 0) < amount) return 'cancelled'
        model[from] = (model[from] ?? 0) - amount
        model[to] = (model[to] ?? 0) + amount
        return 'done'
      })
      const change = (account: number, sum: string, amount: number, more = {}) => ({
        Update: {
          ...keyed(String(account)),
          UpdateExpression: `SET v = v ${sum} :a`,
          ExpressionAttributeValues: { ':a': { N: String(amount) } },
          ...more,
        },
      })
      const outcomes = await Promise.all(
        transfers.map(({ from, to, amount }) =>
          send('TransactWriteItems', {
            TransactItems: [change(to, '+', amount), change(from, '-', amount, { ConditionExpression: 'v >= :a' })],
          }).then(
            () => 'done',
            (error: Error) => (error.name.endsWith('TransactionCanceledException') ? 'cancelled' : 'refused'),
          ),
        ),
      )
      expect(outcomes).toEqual(expected)
      const left = Object.fromEntries(
        api.items(TableName).map((item) => [(item.pk as { S: string }).S, Number((item.v as { N: string }).N)]),
      )
      expect(Object.values(left).reduce((sum, value) => sum + value, 0)).toBe(250)
      expect([0, 1, 2, 3, 4].map((account) => left[account])).toEqual(model)
    }),
    { numRuns: 60 },
  )
})

test('the reasons stand in the order of the actions, and nothing is written', async () => {
  const { send, api } = inProcess()
  await makeTable(send, { pk: 'S' })
  await send('PutItem', put('a', 1).Put)
  const values = { ExpressionAttributeValues: { ':v': { S: 'text' } } }
  const refused = send('TransactWriteItems', {
    TransactItems: [
      put('new', 1),
      {
        ConditionCheck: {
          ...keyed('a'),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { Update: { ...keyed('b'), UpdateExpression: 'SET q = v + v' } },
      { Delete: { ...keyed('c'), ConditionExpression: 'v = :v', ...values } },
    ],
  })
  await expect(refused).rejects.toMatchObject({
    code: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError, ConditionalCheckFailed]',
    members: {
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { pk: { S: 'a' }, v: { N: '1' } },
        },
        {
          Code: 'ValidationError',
          Message: 'The provided expression refers to an attribute that does not exist in the item',
        },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    },
  })
  expect(api.items(TableName)).toHaveLength(1)
})

test('a token does the same transaction once within ten minutes, and no other one', async () => {
  const { send, api, clock } = inProcess()
  await makeTable(send, { pk: 'S' })
  const count = {
    Update: { ...keyed('n'), UpdateExpression: 'ADD v :one', ExpressionAttributeValues: { ':one': { N: '1' } } },
  }
  const request = { TransactItems: [count], ClientRequestToken: 'token' }
  const counted = (): Item | undefined => api.items(TableName)[0]
  await send('TransactWriteItems', request)
  await clock.advance(9 * 60_000)
  await send('TransactWriteItems', request)
  expect(counted()).toMatchObject({ v: { N: '1' } })
  await expect(send('TransactWriteItems', { ...request, TransactItems: [put('n', 1)] })).rejects.toThrow(
    'non-identical request',
  )
  await clock.advance(60_000)
  await send('TransactWriteItems', request)
  expect(counted()).toMatchObject({ v: { N: '2' } })
})

test.each([
  [[], 'Member must have length greater than or equal to 1'],
  [
    Array.from({ length: 101 }, (_, index) => put(String(index), 1)),
    'Member must have length less than or equal to 100',
  ],
  [[put('a', 1), put('a', 2)], 'Transaction request cannot include multiple operations on one item'],
  [[{}], 'TransactItems can only contain one of Check, Put, Update or Delete'],
  [[{ ConditionCheck: keyed('a') }], "Value null at 'conditionExpression'"],
])('refuses what is no transaction: %#', async (TransactItems, message) => {
  const { send } = inProcess()
  await makeTable(send, { pk: 'S' })
  await expect(send('TransactWriteItems', { TransactItems })).rejects.toThrow(message)
})

const wrongKey = { TableName, Key: { pk: { N: '5' } } }
test.each([
  [
    'TransactWriteItems',
    { Put: { TableName, Item: wrongKey.Key } },
    'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
  ],
  ['TransactWriteItems', { Delete: wrongKey }, 'The provided key element does not match the schema'],
  [
    'TransactWriteItems',
    { Update: { ...wrongKey, UpdateExpression: 'REMOVE a' } },
    'The provided key element does not match the schema',
  ],
  ['TransactGetItems', { Get: wrongKey }, 'The provided key element does not match the schema'],
])('%s is cancelled by a key that does not fit its table: %#', async (operation, action, Message) => {
  const { send } = inProcess()
  await makeTable(send, { pk: 'S' })
  const other = operation === 'TransactGetItems' ? { Get: keyed('a') } : put('a', 1)
  await expect(send(operation, { TransactItems: [other, action] })).rejects.toMatchObject({
    message: expect.stringContaining('[None, ValidationError]'),
    members: { CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError', Message }] },
  })
  const empty = { Put: { TableName, Item: { pk: { S: '' } } } }
  await expect(send('TransactWriteItems', { TransactItems: [empty] })).rejects.toThrow(
    'cannot contain an empty string value. Key: pk',
  )
})
