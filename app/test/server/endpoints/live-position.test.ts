import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Activity, positionHeader, routes } from '../../../contract.ts'
import { type Api, startApi } from '../../setup/api.ts'
import { openStream } from '../../setup/stream.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  // Something was told long ago.
  await api.pool.query(`insert into events (xid, name) values ('1', 'message')`)
})
afterAll(() => api.close())

test('who comes is told where the events stand, and gets from there what happened before the stream was open', async () => {
  const author = await api.someone()
  const post = async (message: string) =>
    (await api.call<Activity>('POST', routes.activities, { as: author, body: { message } })).body
  const { status, headers } = await api.call('POST', routes.refresh)
  expect(status).toBe(204)
  const { id } = await post('in between')
  const stream = await openStream(api.url + routes.events, { 'Last-Event-ID': headers.get(positionHeader) ?? '' })
  onTestFinished(() => stream.close())
  api.deps.live.wake()
  expect((await stream.next('activity', id)).data).toMatchObject({ message: 'in between' })
})
