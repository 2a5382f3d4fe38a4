import { expect, test } from 'vitest'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'

const start = async () => {
  const local = inProcess()
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' }
  const { TableDescription } = await makeTable(local.send, { pk: 'S' }, { StreamSpecification })
  const put = (pk: string) => local.send('PutItem', { TableName, Item: { pk: { S: pk } } })
  return { ...local, put, arn: TableDescription.LatestStreamArn as string, streams: local.api.streams }
}

test('a reader that remembers the last sequence number meets every record once', async () => {
  const { put, arn, streams } = await start()
  expect([streams.exists(arn), streams.exists(`${arn}x`), streams.latest(arn)]).toEqual([true, false, undefined])
  const read: string[] = []
  let after: string | undefined
  const readOn = () => {
    for (const { dynamodb } of streams.records(arn, after, 2)) {
      read.push((dynamodb.Keys.pk as { S: string }).S)
      after = dynamodb.SequenceNumber
    }
  }
  for (const pk of ['a', 'b', 'c']) await put(pk)
  readOn()
  await put('d')
  readOn()
  readOn()
  expect(read).toEqual(['a', 'b', 'c', 'd'])
  expect(streams.latest(arn)).toBe(after)
})

test('a listener is woken once for a transaction, when all of its records are there, until it stops', async () => {
  const { send, put, arn, streams } = await start()
  const seen: number[] = []
  const stop = streams.onRecords(arn, () => seen.push(streams.records(arn, undefined, 100).length))
  const TransactItems = ['a', 'b', 'c'].map((pk) => ({ Put: { TableName, Item: { pk: { S: pk } } } }))
  await send('TransactWriteItems', { TransactItems })
  expect(seen).toEqual([3])
  await put('a')
  expect(seen).toEqual([3])
  await put('d')
  expect(seen).toEqual([3, 4])
  stop()
  await put('e')
  expect(seen).toEqual([3, 4])
})
