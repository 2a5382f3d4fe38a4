import { z } from 'zod'
import { limits, routes } from '../../contract.ts'
import type { Posted } from '../../db/posting.ts'
import { type Changed, cached } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { type Endpoint, endpoint, ok, type Viewer } from '../endpoint.ts'
import { refusals } from '../problem.ts'
import {
  activitySchema,
  activityWithRepliesSchema,
  feedSchema,
  newActivitySchema,
  newReplySchema,
} from '../schemas/activities.ts'
import { pageQuerySchema, searchQuerySchema } from '../schemas/page.ts'
import { idSchema } from '../schemas/text.ts'
import { seenBy } from './seen-by.ts'

const params = z.object({ id: idSchema })

/** Reads the feeds and adds to them. */
export const activityEndpoints = ({ store, cache }: Deps, changed: Changed): readonly Endpoint[] => [
  endpoint({
    id: 'home',
    method: 'get',
    path: routes.home,
    summary: 'What everybody posts, newest first',
    access: 'reader',
    query: pageQuerySchema,
    answers: { 200: feedSchema },
    async run({ query, viewer }) {
      const isFirst = query.before === undefined && query.limit === limits.page
      const feed = isFirst
        ? await cache.read(cached.home, 1_000, () => store.feeds.home(query))
        : await store.feeds.home(query)
      return ok(await seenBy(store, viewer, feed))
    },
  }),
  endpoint({
    id: 'search',
    method: 'get',
    path: routes.search,
    summary: 'The activities that use all words of a term, newest first',
    access: 'reader',
    query: searchQuerySchema,
    answers: { 200: feedSchema },
    run: async ({ query, viewer }) => ok(await seenBy(store, viewer, await store.feeds.search(query.term, query))),
  }),
  endpoint({
    id: 'createActivity',
    method: 'post',
    path: routes.activities,
    summary: 'Posts',
    access: 'user',
    takesKey: true,
    body: newActivitySchema,
    answers: { 201: activitySchema },
    refusals: [409],
    async run({ body, viewer, key }) {
      const activity = activityIn(await store.posting.create(authorOf(viewer, key), body))
      await changed()
      return { status: 201, body: activity }
    },
  }),
  endpoint({
    id: 'showActivity',
    method: 'get',
    path: routes.activity,
    summary: 'An activity and the newest replies to it',
    access: 'reader',
    params,
    answers: { 200: activityWithRepliesSchema },
    async run({ params: { id }, viewer }) {
      const [activity, replies] = await Promise.all([
        store.feeds.one(id),
        store.feeds.replies(id, { limit: limits.page }),
      ])
      if (!activity) throw refusals.notFound('activity')
      const { activities, next } = await seenBy(store, viewer, {
        activities: [activity, ...replies.activities],
        next: replies.next,
      })
      return ok({ activity: activities[0], replies: { activities: activities.slice(1), next } })
    },
  }),
  endpoint({
    id: 'replies',
    method: 'get',
    path: routes.replies,
    summary: 'The replies to an activity, newest first',
    access: 'reader',
    params,
    query: pageQuerySchema,
    answers: { 200: feedSchema },
    async run({ params: { id }, query, viewer }) {
      const [activity, replies] = await Promise.all([store.feeds.one(id), store.feeds.replies(id, query)])
      if (!activity) throw refusals.notFound('activity')
      return ok(await seenBy(store, viewer, replies))
    },
  }),
  endpoint({
    id: 'reply',
    method: 'post',
    path: routes.replies,
    summary: 'Replies to an activity',
    access: 'user',
    takesKey: true,
    params,
    body: newReplySchema,
    answers: { 201: activitySchema },
    refusals: [409],
    async run({ params: { id }, body, viewer, key }) {
      const activity = activityIn(await store.posting.reply(authorOf(viewer, key), id, body.message))
      await changed()
      return { status: 201, body: activity }
    },
  }),
]

const authorOf = ({ id, handle }: Viewer, key: string | undefined) => ({ id, handle, key })

function activityIn(posted: Posted) {
  if (posted.outcome === 'nothing to answer') throw refusals.notFound('activity')
  if (posted.outcome === 'key of another') throw refusals.keyReused()
  return posted.activity
}
