import { randomUUID } from 'node:crypto'
import {
  type Before,
  type Conversation,
  ConversationNotFound,
  type Conversations,
  CursorNotValid,
  KeyReused,
  type Said,
  type Saying,
  type Written,
} from '../db/conversations.ts'

type Group = {
  id: string
  members: readonly [string, string]
  said: Said[]
  unread: Map<string, number>
  keys: Map<string, Said>
}

/** Conversations in memory, for a machine without DynamoDB; they are gone when the process is. */
export function localConversations(now: () => Date = () => new Date()): Conversations {
  const groups = new Map<string, Group>()
  const mine = (me: string, id: string): Group => {
    const group = groups.get(id)
    if (!group?.members.includes(me)) throw new ConversationNotFound('no such conversation')
    return group
  }
  const seenBy = (me: string, { id, members, said, unread }: Group): Conversation => ({
    id,
    otherId: members.find((one) => one !== me) ?? me,
    message: said[0]?.message ?? '',
    lastMessageAt: said[0]?.createdAt ?? '',
    unread: unread.get(me) ?? 0,
  })
  const say = (me: string, group: Group, { message, key }: Saying): Written => {
    const before = key === undefined ? undefined : group.keys.get(`${me} ${key}`)
    if (before && before.message !== message) throw new KeyReused('this key came with another message')
    if (before) return { said: before, conversation: seenBy(me, group), isNew: false }
    const said = { id: randomUUID(), groupId: group.id, authorId: me, message, createdAt: now().toISOString() }
    group.said.unshift(said)
    if (key !== undefined) group.keys.set(`${me} ${key}`, said)
    for (const member of group.members)
      group.unread.set(member, member === me ? 0 : (group.unread.get(member) ?? 0) + 1)
    return { said, conversation: seenBy(me, group), isNew: true }
  }
  return {
    async groups(me, page) {
      const all = [...groups.values()].filter(({ members }) => members.includes(me)).map((group) => seenBy(me, group))
      const sorted = all.sort((one, other) => other.lastMessageAt.localeCompare(one.lastMessageAt))
      const { items, next } = cut(sorted, page)
      return { groups: items, next }
    },
    group: async (me, id) => seenBy(me, mine(me, id)),
    async messages(me, id, page) {
      const { items, next } = cut(mine(me, id).said, page)
      return { messages: items, next }
    },
    write: async (me, id, saying) => say(me, mine(me, id), saying),
    async start(me, other, saying) {
      const members = [me, other].sort() as [string, string]
      const id = members.join('_').replaceAll('-', '').slice(0, 64)
      const group = groups.get(id) ?? { id, members, said: [], unread: new Map(), keys: new Map() }
      groups.set(id, group)
      return say(me, group, saying)
    },
    async read(me, id) {
      mine(me, id).unread.set(me, 0)
    },
  }
}

/** The page after the item with an id. */
function cut<Item extends { id: string }>(items: readonly Item[], { limit, before }: Before) {
  const start = before === undefined ? 0 : items.findIndex(({ id }) => id === before) + 1
  if (before !== undefined && start === 0) throw new CursorNotValid('no such page')
  const page = items.slice(start, start + limit)
  return { items: page, next: items.length > start + limit ? (page.at(-1)?.id ?? null) : null }
}
