import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversations } from '../../db/conversations.ts'
import { startTable, type Table } from './start-table.ts'

describe('conversations when several write at once', () => {
  let table: Table
  let servers: readonly Conversations[]
  beforeAll(async () => {
    table = await startTable()
    servers = [table.another(), table.another()]
  })
  afterAll(() => table.stop())

  const atOnce = <T>(times: number, run: (server: Conversations, at: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: times }, (_, at) => run(servers[at % 2] as Conversations, at)))

  it('has one conversation of two first messages', async () => {
    const [ada, bob] = [randomUUID(), randomUUID()]
    const done = await atOnce(6, (server, at) =>
      at % 2 ? server.start(ada, bob, { message: `a${at}` }) : server.start(bob, ada, { message: `b${at}` }),
    )
    expect(new Set(done.map(({ conversation }) => conversation.id)).size).toBe(1)
    const id = done[0]?.conversation.id ?? ''
    const { messages } = (await servers[0]?.messages(ada, id, { limit: 20 })) ?? { messages: [] }
    expect(messages.map(({ message }) => message).sort()).toEqual(['a1', 'a3', 'a5', 'b0', 'b2', 'b4'])
    expect((await servers[0]?.groups(bob, { limit: 9 }))?.groups).toHaveLength(1)
  })

  it('makes a double submit one message, in a new conversation and in an old one', async () => {
    const [ada, bob] = [randomUUID(), randomUUID()]
    const started = await atOnce(4, (server) => server.start(ada, bob, { message: 'hello', key: 'first' }))
    const id = started[0]?.conversation.id ?? ''
    const written = await atOnce(4, (server) => server.write(ada, id, { message: 'again', key: 'second' }))
    for (const done of [started, written]) {
      expect(new Set(done.map(({ said }) => said.id)).size).toBe(1)
      expect(new Set(done.map(({ said }) => said.message)).size).toBe(1)
      expect(done.filter(({ isNew }) => isNew)).toHaveLength(1)
    }
    const { messages } = (await servers[1]?.messages(bob, id, { limit: 9 })) ?? { messages: [] }
    expect(messages.map(({ message }) => message)).toEqual(['again', 'hello'])
    expect((await servers[1]?.group(bob, id))?.unread).toBe(2)
  })

  it('loses no message and no count of a storm', async () => {
    const [ada, bob] = [randomUUID(), randomUUID()]
    const { id } = (await (servers[0] as Conversations).start(ada, bob, { message: 'start' })).conversation
    const done = await atOnce(30, (server, at) => server.write(ada, id, { message: String(at) }))
    expect(new Set(done.map(({ said }) => said.id)).size).toBe(30)
    const { messages } = (await servers[0]?.messages(bob, id, { limit: 50 })) ?? { messages: [] }
    expect(messages.map(({ message }) => message).sort()).toEqual(
      ['start', ...Array.from({ length: 30 }, (_, at) => String(at))].sort(),
    )
    expect((await servers[1]?.group(bob, id))?.unread).toBe(31)
  })
})
