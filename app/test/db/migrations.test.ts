import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { migrate } from '../../db/migrate.ts'
import { queriesOf } from '../../db/queries.ts'
import { storeOf } from '../../db/store.ts'
import { emptyDatabase, migratedDatabase, migrations, names } from '../setup/database.ts'

const clientOf = async (database: Database): Promise<pg.Client> => {
  const client = new pg.Client(database)
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

/** A database as the first release left it. */
const firstRelease = async (): Promise<{ database: Database; client: pg.Client }> => {
  const database = await emptyDatabase()
  await migrate(database, migrations)
  await migrate(database, migrations, { back: names.length - 1 })
  return { database, client: await clientOf(database) }
}

/** The migrations up to which the first release still runs; the next one contracts. */
const expanded = names.indexOf('0004_notifications-metrics-events') + 1

/** How the first release posts. */
const post = (client: pg.Client, handle: string, message = 'm') =>
  client.query(`insert into activities (handle, message, expires_at) values ($1, $2, now() + interval '1 day')`, [
    handle,
    message,
  ])

test('all migrations go back, to nothing but their own table', async () => {
  const database = await emptyDatabase()
  await migrate(database, migrations)
  expect(await migrate(database, migrations, { back: names.length })).toEqual(names.toReversed())
  const client = await clientOf(database)
  const left = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')`
  const { rows } = await client.query(left)
  expect(rows.map(({ relname }) => relname).sort()).toEqual(['migrations', 'migrations_id_seq'])
  expect((await client.query(`select proname from pg_proc where pronamespace = 'public'::regnamespace`)).rows).toEqual(
    [],
  )
})

test('what the first release kept survives, each handle as one user whatever its case', async () => {
  const { database, client } = await firstRelease()
  for (const handle of ['Ann', 'ann', 'b c']) await post(client, handle, `of ${handle}`)
  await migrate(database, migrations)
  const { rows } = await client.query(
    `select message, u.handle from activities a join users u on u.id = a.author_id order by a.created_at`,
  )
  expect(rows).toEqual([
    { message: 'of Ann', handle: 'Ann' },
    { message: 'of ann', handle: 'Ann' },
    { message: 'of b c', handle: 'b_c' },
  ])
})

test('the first release still reads and writes while the one after it rolls out', async () => {
  const { database, client } = await firstRelease()
  await migrate(database, migrations)
  await migrate(database, migrations, { back: names.length - expanded })
  await post(client, 'Ann')
  await post(client, 'ann')
  const { rows } = await client.query(`insert into activities (author_id, message, expires_at)
    select id, 'new', now() + interval '1 day' from users returning handle`)
  expect(rows).toEqual([{ handle: 'Ann' }])
})

test('what only the first release needs goes once nobody runs it: a handle need not be written, an author must be', async () => {
  const database = await emptyDatabase()
  await migrate(database, migrations)
  const client = await clientOf(database)
  await expect(post(client, 'ann')).rejects.toThrow('null value in column "author_id"')
  await client.query(`insert into users (handle, display_name) values ('Ann', 'Ann')`)
  const write = (columns: string, values: string) =>
    client.query(`insert into activities (author_id, message, expires_at${columns})
      select id, 'm', now() + interval '1 day'${values} from users`)
  await write('', '')
  await write(', handle', ', handle')
  await migrate(database, migrations, { back: names.length - expanded })
  const { rows } = await client.query('select handle from activities')
  expect(rows).toEqual([{ handle: 'Ann' }, { handle: 'Ann' }])
})

test('taken back and applied again, the posts are there still', async () => {
  const { database, client } = await firstRelease()
  await post(client, 'ann')
  await migrate(database, migrations)
  await migrate(database, migrations, { back: names.length - 1 })
  await migrate(database, migrations)
  const { rows } = await client.query(`select u.handle from activities a join users u on u.id = a.author_id`)
  expect(rows).toEqual([{ handle: 'ann' }])
})

test('a task that runs goes on with the statements it prepared after a migration changed the tables', async () => {
  const { database, pool } = await migratedDatabase()
  const store = storeOf(queriesOf(pool), () => null)
  const { id, handle } = await store.users.ensure({ sub: 's', handle: 'ann', displayName: 'Ann' })
  const use = async () => {
    const posted = await store.posting.create({ id, handle }, { message: 'm' })
    if (posted.outcome === 'posted') await store.posting.reply({ id, handle }, posted.activity.id, 'r')
    return (await store.feeds.home({ limit: 9 })).activities.length
  }
  expect(await use()).toBe(1)
  const client = await clientOf(database)
  for (const table of ['activities', 'users', 'events', 'notifications'])
    await client.query(`alter table ${table} add column later text not null default ''`)
  expect(await use()).toBe(2)
  await pool.end()
})
