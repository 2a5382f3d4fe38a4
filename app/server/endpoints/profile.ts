import { randomUUID } from 'node:crypto'
import { routes } from '../../contract.ts'
import { type Changed, cached } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { type Endpoint, endpoint, noContent, ok } from '../endpoint.ts'
import { refusals } from '../problem.ts'
import { notificationsSchema } from '../schemas/others.ts'
import { pageQuerySchema } from '../schemas/page.ts'
import {
  avatarVersionSchema,
  meSchema,
  newAvatarSchema,
  profileUpdateSchema,
  uploadTicketSchema,
} from '../schemas/users.ts'
import type { Viewers } from '../viewer.ts'
import { meOf } from './me.ts'

/** What belongs to the one who is signed in. */
export const profileEndpoints = (
  { store, cache, avatars }: Deps,
  { changed, viewers }: { changed: Changed; viewers: Viewers },
): readonly Endpoint[] => [
  endpoint({
    id: 'me',
    method: 'get',
    path: routes.profile,
    summary: 'The one who is signed in',
    access: 'user',
    answers: { 200: meSchema },
    run: async ({ viewer }) => ok(await meOf(store, viewer.id)),
  }),
  endpoint({
    id: 'updateProfile',
    method: 'patch',
    path: routes.profile,
    summary: 'Changes the name or the bio',
    access: 'user',
    body: profileUpdateSchema,
    answers: { 200: meSchema },
    async run({ body, viewer }) {
      await store.users.update(viewer.id, body)
      viewers.forget(viewer.id)
      await Promise.all([changed(), cache.drop(cached.suggested)])
      return ok(await meOf(store, viewer.id))
    },
  }),
  endpoint({
    id: 'avatarTicket',
    method: 'post',
    path: routes.avatarTicket,
    summary: 'A permission to upload one avatar, of this type and at most this size',
    access: 'user',
    pace: 'upload',
    body: newAvatarSchema,
    answers: { 201: uploadTicketSchema },
    refusals: [503],
    async run({ body, viewer }) {
      if (!avatars) throw refusals.notConfigured('Uploading avatars')
      const version = randomUUID()
      const ticket = await avatars.ticket({
        contentType: body.contentType,
        size: body.size,
        userId: viewer.id,
        version,
      })
      return { status: 201, body: { ...ticket, version } }
    },
  }),
  endpoint({
    id: 'setAvatar',
    method: 'put',
    path: routes.avatar,
    summary: 'Says which uploaded avatar counts from now on',
    access: 'user',
    body: avatarVersionSchema,
    answers: { 200: meSchema },
    async run({ body, viewer }) {
      await store.users.setAvatar(viewer.id, body.version)
      viewers.forget(viewer.id)
      await Promise.all([changed(), cache.drop(cached.suggested)])
      return ok(await meOf(store, viewer.id))
    },
  }),
  endpoint({
    id: 'notifications',
    method: 'get',
    path: routes.notifications,
    summary: 'Replies, likes, reposts and messages of others, newest first',
    access: 'user',
    query: pageQuerySchema,
    answers: { 200: notificationsSchema },
    run: async ({ query, viewer }) => ok(await store.notifications.page(viewer.id, query)),
  }),
  endpoint({
    id: 'readNotifications',
    method: 'post',
    path: routes.notificationsRead,
    summary: 'Marks all notifications as read',
    access: 'user',
    answers: { 204: null },
    async run({ viewer }) {
      await store.notifications.markRead(viewer.id)
      return noContent
    },
  }),
]
