import { z } from 'zod'
import { type Activity, type Counts, pathOf, routes } from '../../contract.ts'
import type { Reaction } from '../../db/reactions.ts'
import type { Changed } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { type Endpoint, endpoint, ok, type Viewer } from '../endpoint.ts'
import { Refusal, refusals } from '../problem.ts'
import { activitySchema, sharedSchema } from '../schemas/activities.ts'
import { idSchema } from '../schemas/text.ts'

const params = z.object({ id: idSchema })

/** Likes, reposts and shares. Doing one twice is doing it once. */
export const reactionEndpoints = ({ store }: Deps, changed: Changed): readonly Endpoint[] => {
  const { reactions } = store

  const own = async (activity: Activity | undefined, viewer: Viewer): Promise<void> => {
    if (activity?.author.id !== viewer.id) return
    throw new Refusal({ title: 'You cannot repost what you posted', status: 409, code: 'own-activity' })
  }

  const reaction = (
    given: Pick<Endpoint, 'id' | 'method' | 'path' | 'summary'>,
    react: (reaction: Reaction) => Promise<Counts | undefined>,
  ): Endpoint =>
    endpoint({
      ...given,
      access: 'user',
      params,
      answers: { 200: activitySchema },
      refusals: given.id === 'repost' ? [409] : [],
      async run({ params: { id }, viewer }) {
        if (given.id === 'repost') await own(await store.feeds.one(id), viewer)
        const counts = await react({ userId: viewer.id, activityId: id })
        await changed()
        const activity = counts && (await store.feeds.one(id))
        if (!activity) throw refusals.notFound('activity')
        const [seen] = await store.marked(viewer.id, [{ ...activity, counts }])
        return ok(seen)
      },
    })

  return [
    reaction({ id: 'like', method: 'put', path: routes.like, summary: 'Likes an activity' }, reactions.like),
    reaction({ id: 'unlike', method: 'delete', path: routes.like, summary: 'Takes a like back' }, reactions.unlike),
    reaction({ id: 'repost', method: 'put', path: routes.repost, summary: 'Reposts an activity' }, reactions.repost),
    reaction(
      { id: 'unrepost', method: 'delete', path: routes.repost, summary: 'Takes a repost back' },
      reactions.unrepost,
    ),
    endpoint({
      id: 'share',
      method: 'post',
      path: routes.share,
      summary: 'Gives the path of an activity to share, and counts it',
      access: 'reader',
      params,
      answers: { 200: sharedSchema },
      async run({ params: { id } }) {
        const [activity, counts] = [await store.feeds.one(id), await reactions.share(id)]
        if (!activity || !counts) throw refusals.notFound('activity')
        await changed()
        return ok({ path: `/@${pathOf(':handle', activity.author.handle)}/status/${id}`, counts })
      },
    }),
  ]
}
