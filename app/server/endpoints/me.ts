import type { Me } from '../../contract.ts'
import type { Store } from '../../db/store.ts'

/** The profile of the one who is signed in, and what waits for them. */
export async function meOf({ users, notifications }: Store, id: string): Promise<Me> {
  const [profile, unreadNotifications] = await Promise.all([users.profile(id), notifications.unread(id)])
  if (!profile) throw new Error(`user ${id} is gone`)
  return { ...profile, unreadNotifications }
}
