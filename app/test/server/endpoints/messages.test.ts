import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  type Message,
  type MessageGroup,
  type MessageGroups,
  type Messages,
  type Notifications,
  type Problem,
  pathOf,
  routes,
  type Started,
} from '../../../contract.ts'
import { type Api, type Someone, startApi } from '../../setup/api.ts'

let api: Api
let ann: Someone
let ben: Someone

beforeAll(async () => {
  api = await startApi()
})
beforeEach(async () => {
  ann = await api.someone()
  ben = await api.someone()
})
afterAll(() => api.close())

const start = async (as: Someone, other: Someone, message = 'hello', key?: string) => {
  const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {}
  return (
    await api.call<Started>('POST', routes.conversations, { as, body: { handle: other.handle, message }, headers })
  ).body
}
const write = (as: Someone, group: string, message: string) =>
  api.call<Message>('POST', pathOf(routes.messagesOf, group), { as, body: { message } })
const groups = async (as: Someone) => (await api.call<MessageGroups>('GET', routes.groups, { as })).body.groups
const said = async (as: Someone, group: string, query = '') =>
  (await api.call<Messages>('GET', pathOf(routes.messagesOf, group) + query, { as })).body

test('a message to someone begins a conversation of both', async () => {
  const { group, message } = await start(ann, ben)
  expect(message).toMatchObject({ groupId: group.id, message: 'hello', author: { id: ann.id } })
  expect(group).toMatchObject({ with: { handle: ben.handle }, unread: 0 })
  expect(await groups(ben)).toEqual([
    expect.objectContaining({ id: group.id, with: expect.objectContaining({ id: ann.id }), unread: 1 }),
  ])
})

test('whoever writes to the other first, two have one conversation', async () => {
  const all = await Promise.all([start(ann, ben), start(ben, ann), start(ann, ben)])
  expect(new Set(all.map(({ group }) => group.id)).size).toBe(1)
  expect(await groups(ann)).toHaveLength(1)
})

test('messages come newest first, one page after the other', async () => {
  const { group } = await start(ann, ben, '1')
  for (const message of ['2', '3']) await write(ben, group.id, message)
  const newest = await said(ann, group.id, '?limit=2')
  const older = await said(ann, group.id, `?limit=2&before=${newest.next}`)
  expect([newest, older].map(({ messages }) => messages.map(({ message }) => message))).toEqual([['3', '2'], ['1']])
  const wrong = await api.refused('GET', `${pathOf(routes.messagesOf, group.id)}?before=x`, { as: ann })
  expect(wrong.errors?.[0]?.path).toBe('before')
})

test('what is read is no longer unread', async () => {
  const { group } = await start(ann, ben)
  await write(ann, group.id, 'again')
  expect((await groups(ben))[0]?.unread).toBe(2)
  expect((await api.call('POST', pathOf(routes.groupRead, group.id), { as: ben })).status).toBe(204)
  expect((await api.call<MessageGroup>('GET', pathOf(routes.group, group.id), { as: ben })).body.unread).toBe(0)
})

test('the same key is one message, and another message with it is refused', async () => {
  const [one, two] = [await start(ann, ben, 'once', 'k'), await start(ann, ben, 'once', 'k')]
  expect(two.message).toEqual(one.message)
  const other = { as: ann, body: { handle: ben.handle, message: 'other' }, headers: { 'Idempotency-Key': 'k' } }
  expect((await api.refused('POST', routes.conversations, other)).code).toBe('key-reused')
})

test('a conversation that is not read has one notification, however many messages', async () => {
  const { group } = await start(ann, ben)
  await write(ann, group.id, 'again')
  const { body } = await api.call<Notifications>('GET', routes.notifications, { as: ben })
  expect(body.notifications).toEqual([expect.objectContaining({ kind: 'message', groupId: group.id, activity: null })])
})

test.each([
  ['to nobody', () => ({ handle: 'nobody_at_all', message: 'm' }), 404],
  ['to oneself', () => ({ handle: ann.handle, message: 'm' }), 422],
  ['of nothing', () => ({ handle: ben.handle, message: ' ' }), 422],
  ['that is too long', () => ({ handle: ben.handle, message: 'x'.repeat(1025) }), 422],
])('a message %s is refused', async (_, body, status) => {
  expect((await api.call<Problem>('POST', routes.conversations, { as: ann, body: body() })).status).toBe(status)
})

test('a message that nobody was told of before the request failed is told of, once, when it is sent again', async () => {
  let failures = 1
  const { sentMessages } = api.store
  const tell: typeof sentMessages.tell = async (...given) => {
    if (failures-- > 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' })
    return sentMessages.tell(...given)
  }
  const flaky = await startApi({ store: { ...api.store, sentMessages: { ...sentMessages, tell } } })
  onTestFinished(() => flaky.close())
  const [as, handle] = [{ token: await flaky.token(ann.sub) }, ben.handle]
  const send = () =>
    flaky.call('POST', routes.conversations, {
      as,
      body: { handle, message: 'once' },
      headers: { 'Idempotency-Key': 'k' },
    })
  expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([503, 201, 201])
  const { rows } = await sql<{ audience: string }>`select audience from events
    where name = 'message' and audience = any(${[ann.id, ben.id]}::uuid[])`.execute(api.db)
  expect(rows.map(({ audience }) => audience).sort()).toEqual([ann.id, ben.id].sort())
  const { body } = await api.call<Notifications>('GET', routes.notifications, { as: ben })
  expect([body.unread, body.notifications.length]).toEqual([1, 1])
})

test('a new name is seen on old messages', async () => {
  const { group } = await start(ann, ben)
  await api.call('PATCH', routes.profile, { as: ann, body: { displayName: 'Ann the Second' } })
  expect((await said(ben, group.id)).messages[0]?.author.displayName).toBe('Ann the Second')
})
