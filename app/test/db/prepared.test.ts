import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { preparedOn } from '../../db/prepared.ts'
import { type Queries, queriesOf } from '../../db/queries.ts'
import { migratedDatabase } from '../setup/database.ts'

let db: Queries

beforeAll(async () => {
  db = queriesOf((await migratedDatabase()).pool)
})
afterAll(() => db.pool.end())

const sum = ({ one, other }: { one: number; other: number }) =>
  sql<{ sum: number; one: number }>`select ${one}::int + ${other}::int + ${100} as sum, ${one}::int as one`

test('a statement is made once and run with other values', async () => {
  const prepared = preparedOn(db)
  let made = 0
  const run = (one: number, other: number) =>
    prepared('sum', { one, other }, (given) => {
      made++
      return sum(given)
    })
  expect([await run(1, 2), await run(5, 6)]).toEqual([[{ sum: 103, one: 1 }], [{ sum: 111, one: 5 }]])
  expect(made).toBe(1)
})

test('a connection prepares it once, by its name', async () => {
  const prepared = preparedOn(db)
  const names = () => sql<{ name: string }>`select name from pg_prepared_statements`
  // One connection, since one after the other takes the one that is free.
  for (const at of [1, 2, 3]) await prepared('of numbers', { one: at, other: at }, sum)
  expect((await names().execute(db)).rows.filter(({ name }) => name === 'of numbers')).toHaveLength(1)
})

test('one name for two texts is refused', async () => {
  await preparedOn(db)('same', {}, () => sql`select 1`)
  await expect(preparedOn(db)('same', {}, () => sql`select 2`)).rejects.toThrow('same')
})
