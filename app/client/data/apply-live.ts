import type { Activity, CountsChanged, Events, Message, MessageGroup, Notification, Profile } from '../../contract.ts'
import type { Client } from './client.ts'
import type { FeedItem } from './feed-item.ts'
import { names } from './names.ts'
import { type Page, withItem } from './page.ts'
import { readersKey } from './use-session.ts'

/** Changes what the page knows by what the server says happened. */
export function applyLive(client: Client, event: keyof Events, data: unknown): void {
  const apply = appliers[event] as ((client: Client, data: unknown) => void) | undefined
  apply?.(client, data)
}

const appliers: { readonly [Name in keyof Events]: (client: Client, data: Events[Name]) => void } = {
  activity: (client, activity) => (activity.replyTo === null ? post(client, activity) : reply(client, activity)),
  counts: (client, { id, counts }: CountsChanged) => client.activities.change(id, (was) => ({ ...was, counts })),
  notification: notified,
  message: messaged,
  reset: (client) => client.missed.set((times) => times + 1),
}

function keyOf(client: Client, name: string): string {
  return readersKey(client.session.store.get(), name) ?? name
}

const myId = (client: Client): string | undefined => {
  const state = client.session.store.get()
  return state.kind === 'signed-in' ? state.me.id : undefined
}

/** A post of someone else waits until the reader asks for it: a feed that moves under the eyes is not read. */
function post(client: Client, activity: Activity): void {
  const isMine = activity.author.id === myId(client)
  if (client.activities.of(activity.id) || (isMine && isPending(client, activity))) return
  client.activities.put([activity])
  if (isMine) insert(client, names.home, activity)
  else client.arrived.set((was) => [activity, ...was])
  client.cache.change<Profile>(keyOf(client, names.profile(activity.author.handle)), (was) => ({
    ...was,
    activitiesCount: was.activitiesCount + 1,
  }))
}

/** Whether the answer to posting it here is still to come, and will put it in its place. */
const isPending = (client: Client, { message }: Activity): boolean =>
  [...client.activities.store.get().values()].some((shown) => shown.pending && shown.message === message)

function reply(client: Client, activity: Activity): void {
  if (!activity.replyTo) return
  if (!client.activities.of(activity.id)) client.activities.put([activity])
  insert(client, names.replies(activity.replyTo), activity)
}

function insert(client: Client, name: string, { id }: Activity): void {
  client.cache.change<Page<FeedItem>>(keyOf(client, name), (page) =>
    withItem(page, { id, repostedAt: null }, (item) => item.id),
  )
}

function notified(client: Client, notification: Notification): void {
  const key = keyOf(client, names.notifications)
  const known = client.cache.of(key).get().data as Page<Notification> | undefined
  if (known?.items.some(({ id }) => id === notification.id)) return
  client.session.change((me) => ({ ...me, unreadNotifications: me.unreadNotifications + 1 }))
  client.cache.change<Page<Notification>>(key, (page) => withItem(page, notification, ({ id }) => id))
}

const isIn = (group: MessageGroup, { createdAt, message }: Message): boolean =>
  group.lastMessageAt > createdAt || (group.lastMessageAt === createdAt && group.message === message)

function messaged(client: Client, message: Message): void {
  const mine = message.author.id === myId(client)
  client.cache.change<Page<Message>>(keyOf(client, names.messages(message.groupId)), (page) =>
    withItem(page, message, ({ id }) => id),
  )
  client.cache.change<Page<MessageGroup>>(keyOf(client, names.groups), (page) => {
    const group = page.items.find(({ id }) => id === message.groupId)
    // Told of twice, or read already: it is counted once.
    if (group && isIn(group, message)) return page
    const changed: MessageGroup = {
      id: message.groupId,
      with: group?.with ?? message.author,
      message: message.message,
      lastMessageAt: message.createdAt,
      unread: mine || client.openGroup.get() === message.groupId ? 0 : (group?.unread ?? 0) + 1,
    }
    return withItem(page, changed, ({ id }) => id)
  })
}
