import { expect, test } from 'vitest'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const seconds = Date.parse('2026-01-01T00:00:00Z') / 1000
const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' }

const start = async () => {
  const local = inProcess()
  await makeTable(
    local.send,
    { pk: 'S' },
    { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } },
  )
  const put = (pk: string, ttl: object) => local.send('PutItem', { TableName, Item: { pk: { S: pk }, ttl } })
  const left = () =>
    local.api
      .items(TableName)
      .map(({ pk }) => (pk as { S: string }).S)
      .sort()
  return { ...local, put, left }
}

test('an item goes away when its time has come, and the stream tells that the service removed it', async () => {
  const { send, api, clock, put, left } = await start()
  await put('before', { N: String(seconds + 30) })
  await send('UpdateTimeToLive', { TableName, TimeToLiveSpecification })
  await put('soon', { N: String(seconds + 60) })
  await put('kept', { N: String(seconds + 3600) })
  await clock.advance(20_000)
  expect(left()).toEqual(['before', 'kept', 'soon'])
  await clock.advance(60_000)
  expect(left()).toEqual(['kept'])
  const { Table } = await send('DescribeTable', { TableName })
  const removed = api.streams
    .records(Table.LatestStreamArn, undefined, 100)
    .filter(({ eventName }) => eventName === 'REMOVE')
  expect(removed).toMatchObject(
    ['before', 'soon'].map((pk) => ({
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: { pk: { S: pk } } },
    })),
  )
})

test('a time that was moved, is no number, or lies years back removes nothing', async () => {
  const { send, clock, put, left } = await start()
  await send('UpdateTimeToLive', { TableName, TimeToLiveSpecification })
  await put('moved', { N: String(seconds + 5) })
  await put('moved', { N: String(seconds + 5000) })
  await put('text', { S: String(seconds) })
  await put('milliseconds', { N: String(seconds * 1000) })
  await put('long ago', { N: '1' })
  await clock.advance(60_000)
  expect(left()).toEqual(['long ago', 'milliseconds', 'moved', 'text'])
})

test('Time to Live is described, disabled, and then removes nothing', async () => {
  const { send, clock, put, left } = await start()
  const describe = async () => (await send('DescribeTimeToLive', { TableName })).TimeToLiveDescription
  expect(await describe()).toEqual({ TimeToLiveStatus: 'DISABLED' })
  await send('UpdateTimeToLive', { TableName, TimeToLiveSpecification })
  expect(await describe()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' })
  await expect(send('UpdateTimeToLive', { TableName, TimeToLiveSpecification })).rejects.toThrow(
    'TimeToLive is already enabled',
  )
  await put('a', { N: String(seconds + 5) })
  const off = { Enabled: false, AttributeName: 'ttl' }
  await send('UpdateTimeToLive', { TableName, TimeToLiveSpecification: off })
  await expect(send('UpdateTimeToLive', { TableName, TimeToLiveSpecification: off })).rejects.toThrow(
    'TimeToLive is already disabled',
  )
  await clock.advance(60_000)
  expect(left()).toEqual(['a'])
})
