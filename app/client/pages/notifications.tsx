import { useEffect } from 'react'
import { type Notification, type Notifications, routes } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { usePaged } from '../data/use-paged.ts'
import { useMe } from '../data/use-session.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { NeedSignIn } from '../layout/need-sign-in.tsx'
import { NotificationItem } from '../notifications/notification-item.tsx'
import { Empty, Failed } from '../parts/empty.tsx'
import { Older } from '../parts/older.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

/** /notifications */
export default function NotificationsPage() {
  return (
    <>
      <ColumnHead title="Notifications" />
      <NeedSignIn icon="bell" what="your notifications">
        <List />
      </NeedSignIn>
    </>
  )
}

function List() {
  const client = useClient()
  const unread = useMe()?.unreadNotifications ?? 0
  const list = usePaged<Notification>(
    names.notifications,
    async ({ before, signal }) => {
      const page = await client.ask<Notifications>(routes.notifications, { query: { before }, signal })
      return { items: page.notifications, next: page.next }
    },
    ({ id }) => id,
  )
  const shown = list.items !== undefined
  // Seen is read: once they are on the screen, the server is told, and the mark goes from the navigation.
  useEffect(() => {
    if (!shown || unread === 0) return
    client.session.change((me) => ({ ...me, unreadNotifications: 0 }))
    client.ask(routes.notificationsRead, { method: 'POST' }).catch(() => undefined)
  }, [client, shown, unread])

  if (!list.items) {
    if (!list.error || list.loading) return <Skeleton what="your notifications" />
    return <Failed what="Your notifications" reason={list.error.message} again={list.reload} />
  }
  if (list.items.length === 0) {
    return (
      <Empty icon="bell" title="Quiet so far">
        <p>When someone answers, likes or reposts you, or writes to you, it says so here.</p>
      </Empty>
    )
  }
  return (
    <section aria-label="Notifications">
      <ol>
        {list.items.map((notification) => (
          <NotificationItem key={notification.id} notification={notification} />
        ))}
      </ol>
      <Older of={list} />
    </section>
  )
}
