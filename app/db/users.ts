import { sql } from 'kysely'
import { isBlank, limits, type Profile, type ProfileUpdate, type User } from '../contract.ts'
import type { Queries } from './queries.ts'
import { type AvatarUrl, type UserRow, userColumns, userOf } from './user-view.ts'

/** Someone who signs in: who Cognito says they are, and what they called themselves when they signed up. */
export type Person = { readonly sub: string; readonly handle: string; readonly displayName: string }

/** A person of what a user pool keeps, which takes any text where this application takes a name. */
export function personOf({ sub, handle = '', name = '' }: { sub: string; handle?: string; name?: string }): Person {
  const shown = [name, handle, 'user'].map(cleaned).find((text) => !isBlank(text)) ?? ''
  return { sub, handle: handle.trim() || 'user', displayName: shown }
}

const cleaned = (text: string): string =>
  [
    ...text
      .normalize()
      .replace(/[\p{Cc}\p{Cs}]/gu, '')
      .trim(),
  ]
    .slice(0, limits.displayName)
    .join('')
    .trim()

type ProfileRow = UserRow & { bio: string; created_at: Date; activities_count: number }

const profileColumns = sql`${userColumns}, u.bio, u.created_at, (
  select count(*)::int from activities a where a.author_id = u.id and a.reply_to is null and a.expires_at > now()
) as activities_count`

/** Reads and writes users. */
export const usersOf = (db: Queries, avatarUrl: AvatarUrl) => {
  const profile = async (condition: ReturnType<typeof sql>): Promise<Profile | undefined> => {
    const { rows } = await sql<ProfileRow>`select ${profileColumns} from users u where ${condition}`.execute(db)
    return rows[0] && profileOf(rows[0], avatarUrl)
  }
  const user = async (condition: ReturnType<typeof sql>): Promise<User | undefined> => {
    const { rows } = await sql<UserRow>`select ${userColumns} from users u where ${condition}`.execute(db)
    return rows[0] && userOf(rows[0], avatarUrl)
  }
  const bySub = (sub: string) => user(sql`u.sub = ${sub}`)
  return {
    bySub,
    byHandle: (handle: string) => user(sql`lower(u.handle) = lower(${handle})`),
    profileOf: (handle: string) => profile(sql`lower(u.handle) = lower(${handle})`),
    profile: (id: string) => profile(sql`u.id = ${id}::uuid`),

    /** Some users, in the order of their ids. */
    async some(ids: readonly string[]): Promise<readonly User[]> {
      const query = sql<UserRow>`select ${userColumns} from users u where u.id = any(${ids}::uuid[]) order by u.id`
      return (await query.execute(db)).rows.map((row) => userOf(row, avatarUrl))
    },

    /**
     * The user of a person, made when there is none yet; any number of callers may ask at once. A handle that someone
     * else has gets a few characters of the person's own added.
     */
    async ensure(person: Person): Promise<User> {
      for (const handle of handlesFor(person)) {
        await db
          .insertInto('users')
          .values({ sub: person.sub, handle, display_name: person.displayName })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        const found = await bySub(person.sub)
        if (found) return found
      }
      throw new Error(`no handle is free for "${person.handle}"`)
    },

    /** Changes what is given of a profile. */
    async update(id: string, { displayName, bio }: ProfileUpdate): Promise<void> {
      const set = { ...(displayName !== undefined && { display_name: displayName }), ...(bio !== undefined && { bio }) }
      if (Object.keys(set).length > 0) await db.updateTable('users').set(set).where('id', '=', id).execute()
    },

    /** Says which uploaded avatar counts. */
    async setAvatar(id: string, version: string): Promise<void> {
      await db.updateTable('users').set({ avatar_version: version }).where('id', '=', id).execute()
    },

    /** Those who were heard lately, the most liked first, then the newest. */
    async suggested(limit: number): Promise<readonly User[]> {
      const { rows } = await sql<UserRow>`
        with lately as (
          select author_id, sum(likes_count) + count(*) as heard
          from (select author_id, likes_count from activities
                where reply_to is null and expires_at > now() order by created_at desc, id desc limit 500) newest
          group by author_id order by heard desc limit ${limit}
        ), newest as (select id from users order by created_at desc, id desc limit ${limit})
        select ${userColumns} from users u left join lately on lately.author_id = u.id
        where u.id in (select author_id from lately union select id from newest)
        order by lately.heard desc nulls last, u.created_at desc, u.id limit ${limit}`.execute(db)
      return rows.map((row) => userOf(row, avatarUrl))
    },
  }
}

/** Reads and writes users. */
export type UserStore = ReturnType<typeof usersOf>

const profileOf = (row: ProfileRow, avatarUrl: AvatarUrl): Profile => ({
  ...userOf(row, avatarUrl),
  bio: row.bio,
  activitiesCount: row.activities_count,
  joinedAt: row.created_at.toISOString(),
})

function handlesFor({ handle, sub }: Person): readonly string[] {
  const plain = handle.replace(/[^A-Za-z0-9_]/g, '_') || 'user'
  const own = sub.replace(/[^A-Za-z0-9]/g, '')
  return [plain.slice(0, 30), `${plain.slice(0, 25)}_${own.slice(0, 4)}`, `${plain.slice(0, 17)}_${own.slice(0, 12)}`]
}
