import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConversationNotFound, type Conversations, CursorNotValid, KeyReused } from '../../db/conversations.ts'
import { messageItem } from '../../db/messages/items.ts'
import { ulids } from '../../db/messages/ulid.ts'
import { startTable, type Table } from './start-table.ts'

describe('conversations in DynamoDB', () => {
  let table: Table
  let here: Conversations
  let there: Conversations
  beforeAll(async () => {
    table = await startTable()
    here = table.another()
    there = table.another()
  })
  afterAll(() => table.stop())

  const two = () => [randomUUID(), randomUUID()] as const

  it('starts one that both members have, unread by the one who did not write', async () => {
    const [ada, bob] = two()
    const { said, conversation, isNew } = await here.start(ada, bob, { message: 'hello' })
    expect(isNew).toBe(true)
    expect(conversation).toEqual({
      id: said.groupId,
      otherId: bob,
      message: 'hello',
      lastMessageAt: said.createdAt,
      unread: 0,
    })
    expect(await there.groups(bob, { limit: 9 })).toEqual({
      groups: [{ ...conversation, otherId: ada, unread: 1 }],
      next: null,
    })
    expect(await there.messages(bob, said.groupId, { limit: 9 })).toEqual({ messages: [said], next: null })
  })

  it('is the same conversation whoever of the two writes first the next time', async () => {
    const [ada, bob] = two()
    const first = await here.start(ada, bob, { message: 'one' })
    const second = await there.start(bob, ada, { message: 'two' })
    expect(second.conversation.id).toBe(first.conversation.id)
    expect((await here.messages(ada, first.conversation.id, { limit: 9 })).messages.map((one) => one.message)).toEqual([
      'two',
      'one',
    ])
  })

  it('counts what is not read, and nothing once it is read or answered', async () => {
    const [ada, bob] = two()
    const { conversation } = await here.start(ada, bob, { message: 'one' })
    await here.write(ada, conversation.id, { message: 'two' })
    expect((await there.group(bob, conversation.id)).unread).toBe(2)
    await there.read(bob, conversation.id)
    expect((await there.group(bob, conversation.id)).unread).toBe(0)
    await here.write(ada, conversation.id, { message: 'three' })
    await there.write(bob, conversation.id, { message: 'four' })
    expect((await there.group(bob, conversation.id)).unread).toBe(0)
    expect((await here.group(ada, conversation.id)).unread).toBe(1)
  })

  it('is not there for anybody else', async () => {
    const [ada, bob] = two()
    const eve = randomUUID()
    const { id } = (await here.start(ada, bob, { message: 'between us' })).conversation
    for (const tried of [
      () => here.group(eve, id),
      () => here.messages(eve, id, { limit: 9 }),
      () => here.write(eve, id, { message: 'me too' }),
      () => here.read(eve, id),
      () => here.group(ada, 'nowhere'),
    ]) {
      await expect(tried()).rejects.toBeInstanceOf(ConversationNotFound)
    }
    expect((await here.messages(bob, id, { limit: 9 })).messages).toHaveLength(1)
    expect((await here.groups(eve, { limit: 9 })).groups).toEqual([])
  })

  it('goes through all messages by pages, each once, the newest first', async () => {
    const [ada, bob] = two()
    const { id } = (await here.start(ada, bob, { message: '0' })).conversation
    for (let number = 1; number < 7; number++) await here.write(ada, id, { message: String(number) })
    const seen: string[] = []
    let before: string | undefined
    do {
      const page = await here.messages(bob, id, { limit: 3, before })
      seen.push(...page.messages.map(({ message }) => message))
      before = page.next ?? undefined
    } while (before)
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0'])
  })

  it('goes through the years, also where many were written in one millisecond', async () => {
    const [ada, bob] = two()
    const { id } = (await here.start(ada, bob, { message: 'the newest' })).conversation
    const instants = [2016, 2019, 2020, 2025].flatMap((year) => Array.from({ length: 3 }, () => Date.UTC(year, 11, 31)))
    let at = 0
    const newId = ulids({ now: () => instants[at] ?? 0, random: () => 7n })
    const written: string[] = []
    for (; at < instants.length; at++) {
      const createdAt = new Date(instants[at] ?? 0).toISOString()
      const said = { id: newId(), groupId: id, authorId: ada, message: `${createdAt} ${at}`, createdAt }
      await table.put(messageItem(said, bob))
      written.push(said.message)
    }
    const seen: string[] = []
    let before: string | undefined
    do {
      const page = await here.messages(bob, id, { limit: 2, before })
      seen.push(...page.messages.map(({ message }) => message))
      before = page.next ?? undefined
    } while (before)
    expect(seen).toEqual(['the newest', ...written.toReversed()])
  })

  it('goes through all conversations by pages, each once', async () => {
    const ada = randomUUID()
    const others = Array.from({ length: 5 }, () => randomUUID())
    for (const other of others) await here.start(ada, other, { message: 'hello' })
    const first = await here.groups(ada, { limit: 3 })
    const second = await here.groups(ada, { limit: 3, before: first.next ?? '' })
    expect([...first.groups, ...second.groups].map(({ otherId }) => otherId)).toEqual(others.reverse())
    expect(second.next).toBeNull()
  })

  it.each(['', 'nonsense', '01ARZ3NDEKTSV4RRFFQ69G5FA', "' OR 1"])(
    'refuses the page %j that no answer gave',
    async (before) => {
      await expect(here.groups(randomUUID(), { limit: 3, before })).rejects.toBeInstanceOf(CursorNotValid)
    },
  )

  it('refuses a key that came with another message, and one of the same text elsewhere', async () => {
    const [ada, bob] = two()
    const { id } = (await here.start(ada, bob, { message: 'hello', key: 'k' })).conversation
    await expect(here.write(ada, id, { message: 'good bye', key: 'k' })).rejects.toBeInstanceOf(KeyReused)
    await expect(here.start(ada, randomUUID(), { message: 'hello', key: 'k' })).rejects.toBeInstanceOf(KeyReused)
    expect((await here.write(bob, id, { message: 'mine', key: 'k' })).isNew).toBe(true)
  })
})
