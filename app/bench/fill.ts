import pg from 'pg'
import type { Database } from '../db/database.ts'

const authors = 20_000

/**
 * Fills the tables as a busy month would: few users write most, two thirds of the activities are posts and the rest
 * replies, mostly to the same few posts, which get most of the likes too; what expires soon is young. Nothing has expired.
 */
export async function fill(database: Database, many: number): Promise<void> {
  const roots = Math.ceil((many * 2) / 3)
  const client = new pg.Client(database)
  await client.connect()
  // Foreign keys and the trigger are not looked at: what is made here holds already.
  await client.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'; select setseed(0.5)`)
  await client.query(uuidOf)
  const { rows: indexes } = await client.query<{ name: string; made: string }>(`
    select indexname as name, indexdef as made from pg_indexes
    where tablename in ('activities', 'likes') and indexname not like '%_pkey'`)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query(parts)
  await client.query(`
    insert into users (id, sub, handle, display_name, created_at)
    select pg_temp.uuid_of('u' || n), 'bench-' || n, 'user_' || n, 'User number ' || n, now() - n * interval '1 minute'
    from generate_series(0, ${authors - 1}) n`)
  // Squares and cubes of a random number make the beginning of a series popular.
  await client.query(`
    create temp table answers as
    select n, (${roots - 1} * random() ^ 2)::int as root, ${someAuthor} as author, ${someParts} from generate_series(1, ${many - roots}) n;
    insert into likes (activity_id, user_id, created_at)
    select distinct pg_temp.uuid_of('a' || (${roots - 1} * random() ^ 2)::int), pg_temp.uuid_of('u' || (${authors - 1} * random())::int), now()
    from generate_series(1, ${many}) n;
    create temp table liked as select activity_id, count(*) as many from likes group by 1;
    create temp table answered as select root, count(*) as many from answers group by 1;
    create temp table posted as
    select n, pg_temp.uuid_of('a' || n) as id, ${someAuthor} as author, ttl, now() - ttl * 0.97 * random() as at, ${someParts} from (
      select n, (array['1 hour', '12 hours', '1 day', '3 days', '7 days', '7 days', '7 days', '7 days', '30 days', '30 days']
        ::interval[])[1 + floor(random() * 10)::int] as ttl from generate_series(0, ${roots - 1}) n
    ) lives;
    analyze liked, answered, posted, parts`)
  await client.query(`
    insert into activities (id, author_id, handle, message, created_at, expires_at, replies_count, likes_count)
    select id, pg_temp.uuid_of('u' || author), 'user_' || author, ${message}, at, at + ttl,
      coalesce(answered.many, 0), coalesce(liked.many, 0)
    from posted ${joinParts} left join answered on root = n left join liked on activity_id = id`)
  await client.query(`
    insert into activities (id, author_id, handle, message, created_at, expires_at, reply_to)
    select pg_temp.uuid_of('r' || r.n), pg_temp.uuid_of('u' || by), 'user_' || by, ${message},
      at + (now() - at) * random(), at + ttl, id
    from (select n, root, author as by, one, two from answers) r join (select n, id, at, ttl from posted) p on p.n = r.root ${joinParts}`)
  for (const { made } of indexes) await client.query(made)
  await client.query('vacuum analyze')
  await client.end()
}

// The same for the same text, and as any other in the eyes of who checks.
const uuidOf = `
  create function pg_temp.uuid_of(text) returns uuid language sql immutable as
  $$ select overlay(overlay(md5($1) placing '4' from 13) placing '8' from 17)::uuid $$`

const someAuthor = `(${authors - 1} * random() ^ 3)::int`
const someParts = `(random() * 1999)::int as one, (random() * 1999)::int as two`

const words =
  'the of a in to cloud post coffee deploy friday pipeline rollback index query clock bicycle mountain design message ' +
  'fuse expires morning garden river train window keyboard screen reader contrast metric trace alarm runbook database'

// Messages are put together of two parts each, so that a word can be in many of them or in few.
const parts = `
  create temp table parts as
  select n / 8 as part, string_agg(word, ' ') as text from (
    select n, coalesce((string_to_array('${words}', ' '))[1 + (60 * random() ^ 2)::int], 'word' || (random() * 5000)::int) as word
    from generate_series(0, 15999) n
  ) spoken group by 1`
const message = `f.text || ' ' || g.text`
const joinParts = `join parts f on f.part = one join parts g on g.part = two`
