import { useEffect } from 'react'
import { type Message, type MessageGroup, type Messages, pathOf, routes } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { type Page, withItem } from '../data/page.ts'
import { randomKey } from '../data/random-key.ts'
import { refusalOf } from '../data/refusal.ts'
import { type Paged, usePaged } from '../data/use-paged.ts'
import { readersKey, useMe, useSession } from '../data/use-session.ts'
import type { ShownMessage } from './shown-message.ts'

const idOf = ({ id }: { id: string }): string => id

/** What was said in a conversation, and how to say more: shown at once, and kept with a way to try again when it fails. */
export function useMessages(groupId: string): {
  readonly messages: Paged<ShownMessage>
  send(text: string, failed?: ShownMessage): Promise<void>
} {
  const client = useClient()
  const me = useMe()
  const messages = usePaged<ShownMessage>(
    names.messages(groupId),
    async ({ before, signal }) => {
      const page = await client.ask<Messages>(pathOf(routes.messagesOf, groupId), { query: { before }, signal })
      return { items: page.messages, next: page.next }
    },
    idOf,
  )
  useRead(groupId, messages.items?.[0]?.id)

  const change = (next: (page: Page<ShownMessage>) => Page<ShownMessage>): void => {
    if (messages.key !== undefined) client.cache.change(messages.key, next)
  }
  const send = async (text: string, failed?: ShownMessage): Promise<void> => {
    if (!me) return
    const id = failed?.id ?? `pending-${randomKey()}`
    const createdAt = new Date().toISOString()
    const draft: ShownMessage = { id, groupId, author: me, message: text, createdAt, state: 'sending' }
    change((page) => withItem(page, draft, idOf))
    try {
      const asking = { method: 'POST', body: { message: text }, key: id.replace('pending-', '') } as const
      const kept = await client.ask<Message>(pathOf(routes.messagesOf, groupId), asking)
      change((page) => withItem({ ...page, items: page.items.filter((item) => item.id !== id) }, kept, idOf))
    } catch (reason) {
      const words = refusalOf(reason)
      const unsent: ShownMessage = { ...draft, state: 'failed', reason: words.fields.message ?? words.message }
      change((page) => ({ ...page, items: page.items.map((item) => (item.id === id ? unsent : item)) }))
    }
  }
  return { messages, send }
}

/** An open conversation is read: the server is told, now and for each message that comes. */
function useRead(groupId: string, newest: string | undefined): void {
  const client = useClient()
  const session = useSession()
  const groups = readersKey(session, names.groups)
  useEffect(() => {
    client.openGroup.set(() => groupId)
    return () => client.openGroup.set(() => undefined)
  }, [client, groupId])
  useEffect(() => {
    if (newest === undefined || newest.startsWith('pending-') || groups === undefined) return
    client.cache.change<Page<MessageGroup>>(groups, (page) => ({
      ...page,
      items: page.items.map((group) => (group.id === groupId ? { ...group, unread: 0 } : group)),
    }))
    client.ask(pathOf(routes.groupRead, groupId), { method: 'POST' }).catch(() => undefined)
  }, [client, groupId, newest, groups])
}
