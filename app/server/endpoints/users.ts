import { z } from 'zod'
import { routes } from '../../contract.ts'
import { cached } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { type Endpoint, endpoint, ok } from '../endpoint.ts'
import { refusals } from '../problem.ts'
import { feedSchema } from '../schemas/activities.ts'
import { pageQuerySchema } from '../schemas/page.ts'
import { handleSchema } from '../schemas/text.ts'
import { profileSchema, userSchema, usersSchema } from '../schemas/users.ts'
import { seenBy } from './seen-by.ts'

const params = z.object({ handle: handleSchema })

/** Users, as everybody may see them. */
export const userEndpoints = ({ store, cache }: Deps): readonly Endpoint[] => [
  endpoint({
    id: 'profileOf',
    method: 'get',
    path: routes.profileOf,
    summary: 'The profile of a user',
    access: 'reader',
    params,
    answers: { 200: profileSchema },
    async run({ params: { handle } }) {
      return ok((await store.users.profileOf(handle)) ?? nobody())
    },
  }),
  endpoint({
    id: 'activitiesOf',
    method: 'get',
    path: routes.activitiesOf,
    summary: 'What a user posted and reposted, newest first',
    access: 'reader',
    params,
    query: pageQuerySchema,
    answers: { 200: feedSchema },
    async run({ params: { handle }, query, viewer }) {
      const user = (await store.users.byHandle(handle)) ?? nobody()
      return ok(await seenBy(store, viewer, await store.feeds.profile(user.id, query)))
    },
  }),
  endpoint({
    id: 'shortUser',
    method: 'get',
    path: routes.shortUser,
    summary: 'A user in short',
    access: 'reader',
    params,
    answers: { 200: userSchema },
    async run({ params: { handle } }) {
      return ok((await store.users.byHandle(handle)) ?? nobody())
    },
  }),
  endpoint({
    id: 'suggestedUsers',
    method: 'get',
    path: routes.suggestedUsers,
    summary: 'Users worth knowing: who was heard lately',
    access: 'reader',
    answers: { 200: usersSchema },
    async run({ viewer }) {
      const users = await cache.read(cached.suggested, 60_000, () => store.users.suggested(6))
      return ok({ users: users.filter(({ id }) => id !== viewer?.id).slice(0, 5) })
    },
  }),
]

function nobody(): never {
  throw refusals.notFound('user')
}
