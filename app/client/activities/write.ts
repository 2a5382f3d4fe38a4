import { type Activity, type Me, pathOf, routes, type Ttl, ttls } from '../../contract.ts'
import type { Shown } from '../data/activity-store.ts'
import type { Client } from '../data/client.ts'
import type { FeedItem } from '../data/feed-item.ts'
import { names } from '../data/names.ts'
import { type Page, withItem } from '../data/page.ts'
import { itemId } from '../data/use-feed.ts'
import { readersKey } from '../data/use-session.ts'

/** What is written: a post that lives for `ttl`, or a reply, which lives as long as what it answers. */
export type Written = {
  readonly message: string
  /** The same for the same text sent again, so that it is posted once. */
  readonly key: string
} & ({ readonly ttl: Ttl } | { readonly to: Activity })

/** Posts or replies: shown at once, replaced by what the server keeps, gone again when it refuses (and that is thrown). */
export async function write(client: Client, me: Me, written: Written): Promise<void> {
  const now = Date.now()
  const draft = draftOf(me, written, now)
  const lists = 'to' in written ? [names.replies(written.to.id)] : [names.home, names.activitiesOf(me.handle)]
  const changeLists = (next: (page: Page<FeedItem>) => Page<FeedItem>): void => {
    const session = client.session.store.get()
    for (const name of lists) client.cache.change<Page<FeedItem>>(readersKey(session, name) ?? name, next)
  }
  client.activities.put([draft])
  changeLists((page) => withItem(page, place(draft.id), itemId))
  try {
    const repliesBefore = 'to' in written ? (client.activities.of(written.to.id)?.counts.replies ?? 0) : 0
    const path = 'to' in written ? pathOf(routes.replies, written.to.id) : routes.activities
    const body = { message: written.message, ...('ttl' in written && { ttl: written.ttl }) }
    const kept = await client.ask<Activity>(path, { method: 'POST', body, key: written.key })
    client.activities.put([kept])
    changeLists((page) => withItem(without(page, draft.id), place(kept.id), itemId))
    if ('to' in written) countReply(client, written.to.id, repliesBefore + 1)
  } catch (reason) {
    changeLists((page) => without(page, draft.id))
    throw reason
  } finally {
    client.activities.remove(draft.id)
  }
}

const place = (id: string): FeedItem => ({ id, repostedAt: null })

const without = (page: Page<FeedItem>, id: string): Page<FeedItem> => ({
  ...page,
  items: page.items.filter((item) => item.id !== id),
})

/** At least so many: the live event carries the count itself, and may have come first. */
function countReply(client: Client, id: string, least: number): void {
  client.activities.change(id, (shown) => ({
    ...shown,
    counts: { ...shown.counts, replies: Math.max(shown.counts.replies, least) },
  }))
}

function draftOf(me: Me, written: Written, now: number): Shown {
  const lasting = 'to' in written ? Date.parse(written.to.expiresAt) : now + ttls[written.ttl] * 1000
  return {
    id: `pending-${written.key}`,
    author: { id: me.id, handle: me.handle, displayName: me.displayName, avatarUrl: me.avatarUrl },
    message: written.message,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(lasting).toISOString(),
    replyTo: 'to' in written ? written.to.id : null,
    counts: { replies: 0, reposts: 0, likes: 0, shares: 0 },
    liked: false,
    reposted: false,
    repostedAt: null,
    pending: true,
  }
}
