import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Activity, type ActivityWithReplies, type Feed, limits, pathOf, routes } from '../../../contract.ts'
import { type Api, type Someone, startApi } from '../../setup/api.ts'

let api: Api
let ann: Someone
let ben: Someone

beforeAll(async () => {
  api = await startApi()
  ann = await api.someone('Ann')
  ben = await api.someone('ben')
})
afterAll(() => api.close())

const post = async (as: Someone, message: string) =>
  (await api.call<Activity>('POST', routes.activities, { as, body: { message } })).body
const home = async (as?: Someone, query = '') => (await api.call<Feed>('GET', `${routes.home}${query}`, { as })).body

test('what is posted is the first of the feed, with its author', async () => {
  const { status, body } = await api.call<Activity>('POST', routes.activities, {
    as: ann,
    body: { message: ' hello ', ttl: '1-hour' },
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({ message: 'hello', author: { handle: 'Ann', id: ann.id }, replyTo: null, liked: false })
  expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(3_600_000)
  expect((await home()).activities[0]).toEqual(body)
})

test('next leads to the older activities', async () => {
  for (const message of ['1', '2', '3']) await post(ann, message)
  const newest = await home(undefined, '?limit=2')
  const older = await home(undefined, `?limit=1&before=${newest.next}`)
  expect([...newest.activities, ...older.activities].map(({ message }) => message)).toEqual(['3', '2', '1'])
})

test('a message of the largest size is kept whole, emoji counted as one', async () => {
  const message = '🐈'.repeat(limits.message)
  expect((await post(ann, message)).message).toBe(message)
})

test('a reply is counted, shown below what it answers, and not in the home feed', async () => {
  const { id, expiresAt } = await post(ann, 'a question')
  const reply = await api.call<Activity>('POST', pathOf(routes.replies, id), {
    as: ben,
    body: { message: 'an answer' },
  })
  expect(reply.body).toMatchObject({ replyTo: id, expiresAt, author: { handle: 'ben' } })
  const { body } = await api.call<ActivityWithReplies>('GET', pathOf(routes.activity, id))
  expect(body.activity.counts.replies).toBe(1)
  expect(body.replies.activities).toEqual([reply.body])
  expect((await home()).activities.map((each) => each.id)).not.toContain(reply.body.id)
})

test('search finds whole words, all of them, in any case, and the beginning of the last', async () => {
  await post(ann, 'The Whale sings below the Ice')
  const find = async (term: string) => {
    const { body } = await api.call<Feed>('GET', `${routes.search}?term=${encodeURIComponent(term)}`)
    return body.activities.map(({ message }) => message)
  }
  expect(await find('whale ICE')).toEqual(['The Whale sings below the Ice'])
  expect(await find('ice wha')).toHaveLength(1)
  expect(await find('hale')).toEqual([])
  expect(await find(`whale' & !ice | :*`)).toHaveLength(1)
})

test.each([
  ['pi is 3.14 today', '3.14', '3'],
  ['look at https://example.com/about?x=1', 'example.com', 'https://example.com/about?x=1'],
  ['mail ann@example.org', 'ann@example.org'],
  ['it lies in /usr/local/bin', '/usr/local/bin'],
  ['-5 degrees', '-5'],
  ['a <b>bold</b> move', 'bold'],
  ['हिन्दी भाषा', 'भाषा'],
  ['cafe\u0301 au lait', 'caf\u00e9'],
  ['ÜBER den Wolken', 'über'],
  ['C++, C# and \\o/', 'C++'],
  ["100% rock'n'roll_music", 'roll_mus'],
])('what was written is found as it was written, and by %j: %s', async (message, ...terms) => {
  const { id } = await post(ann, message)
  for (const term of [message, ...terms]) {
    const { body } = await api.call<Feed>('GET', `${routes.search}?term=${encodeURIComponent(term)}`)
    expect([term, body.activities.map((each) => each.id)]).toEqual([term, expect.arrayContaining([id])])
  }
})

test.each(['<b>', "'", "a'b:*", '!a', 'a & !b |', ':*a', '\\a', "''a''", 'a <-> b', '%a_'])(
  'a search for %j is a search and nothing else',
  async (term) => {
    const { status } = await api.call('GET', `${routes.search}?term=${encodeURIComponent(term)}`)
    expect(status).toBe(/[a-z]/.test(term) ? 200 : 422)
  },
)

test('the same key is one activity, another message with it is refused', async () => {
  const send = (message: string) =>
    api.call<Activity>('POST', routes.activities, { as: ann, body: { message }, headers: { 'Idempotency-Key': 'k-1' } })
  const [one, two] = await Promise.all([send('once'), send('once')])
  expect(one.body).toEqual(two.body)
  expect((await send('twice')).status).toBe(409)
  const longer = { message: 'once', ttl: '30-days' }
  const headers = { 'Idempotency-Key': 'k-1' }
  expect((await api.call('POST', routes.activities, { as: ann, body: longer, headers })).status).toBe(409)
})

test.each([
  ['an activity that never was', '00000000-0000-4000-8000-000000000000'],
  ['what is no id', 'nothing'],
])('%s is not there', async (_, id) => {
  expect((await api.call('GET', pathOf(routes.activity, id))).status).toBe(404)
  expect((await api.call('POST', pathOf(routes.replies, id), { as: ann, body: { message: 'm' } })).status).toBe(404)
  expect((await api.call('PUT', pathOf(routes.like, id), { as: ann })).status).toBe(404)
})
