import { sql } from 'kysely'
import { ttls } from '../contract.ts'
import { postingOf } from '../db/posting.ts'
import type { Queries } from '../db/queries.ts'
import { reactionsOf } from '../db/reactions.ts'
import { usersOf } from '../db/users.ts'
import { people, replies } from './people.ts'

const ttlNames = Object.keys(ttls) as (keyof typeof ttls)[]
const liked = [8, 2, 5, 0, 11, 3, 6]
const noAvatar = () => null

/** Fills the app: people, what they say and answer, likes and reposts, spread over the last three days and a month of numbers. */
export async function seed(db: Queries): Promise<void> {
  const users = usersOf(db, noAvatar)
  const posting = postingOf(db, noAvatar)
  const reactions = reactionsOf(db)
  const all = []
  for (const { handle, name, bio } of people) {
    const user = await users.ensure({ sub: `seed-${handle}`, handle, displayName: name })
    await users.update(user.id, { bio })
    all.push(user)
  }
  const rounds = Math.max(...people.map(({ says }) => says.length))
  let post = 0
  for (let round = rounds - 1; round >= 0; round--) {
    for (const [at, { says }] of people.entries()) {
      const [author, message] = [all[at], says[round]]
      if (!author || !message) continue
      // The long-lived first: what is spread into the past must not have expired.
      const ttl = ttlNames[ttlNames.length - 1 - (post % 3)] ?? '7-days'
      const posted = await posting.create(author, { message, ttl })
      if (posted.outcome !== 'posted') continue
      const others = all.filter(({ id }) => id !== author.id)
      for (const [rank, other] of others.entries()) {
        const reaction = { userId: other.id, activityId: posted.activity.id }
        // Some posts are liked by nearly all, some by nobody.
        if ((post * 7 + rank * 5) % 11 < (liked[post % liked.length] ?? 0)) await reactions.like(reaction)
        if ((post + rank) % 11 === 0) await reactions.repost(reaction)
        if ((post + rank) % 7 === 0)
          await posting.reply(other, posted.activity.id, replies[(post + rank) % replies.length] ?? '')
      }
      post++
    }
  }
  await spread(db)
}

/** Moves what was just made into the last three days, the order kept, and invents the numbers of the month before. */
async function spread(db: Queries): Promise<void> {
  await sql`
    with placed as (
      select id, row_number() over (order by created_at desc, id desc) as rank, count(*) over () as many from activities
      where reply_to is null
    )
    update activities a set
      created_at = now() - interval '3 minutes' - interval '60 hours' * power((placed.rank - 1)::float / placed.many, 2)
    from placed where placed.id = coalesce(a.reply_to, a.id)`.execute(db)
  // A reply comes some minutes after what it answers.
  await sql`
    update activities a set created_at = least(now(), a.created_at + interval '40 seconds' * (1 + mod(abs(hashtext(a.id::text)), 90)))
    where reply_to is not null`.execute(db)
  await sql`
    update reposts r set created_at = least(now(), a.created_at + interval '3 minutes' * (1 + mod(abs(hashtext(r.user_id::text)), 40)))
    from activities a where a.id = r.activity_id`.execute(db)
  await sql`update notifications n set created_at = a.created_at + interval '1 minute'
    from activities a where a.id = n.activity_id`.execute(db)
  await sql`
    insert into metrics (day, shard, activities, replies, likes, reposts, messages)
    select day::date, 0, 20 + wave, 31 + 2 * wave, 84 + 5 * wave, 9 + wave, 55 + 3 * wave
    from generate_series(now() - interval '45 days', now() - interval '1 day', interval '1 day') day,
      lateral (select (extract(isodow from day)::int * 7 + extract(day from day)::int * 3) % 23 as wave) waves
    on conflict (day, shard) do nothing`.execute(db)
}
