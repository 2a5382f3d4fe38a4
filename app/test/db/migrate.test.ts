import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { migrate } from '../../db/migrate.ts'
import { emptyDatabase, migrations, names } from '../setup/database.ts'

const folder = (files: Record<string, string>): string => {
  const path = mkdtempSync(join(tmpdir(), 'cruddur-migrations-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(path, name), sql)
  return path
}

test('a second run finds nothing to do', async () => {
  const database = await emptyDatabase()
  expect(await migrate(database, migrations)).toContain('0001_create-activities')
  expect(await migrate(database, migrations)).toEqual([])
})

test('two runs at once apply each migration once', async () => {
  const database = await emptyDatabase()
  const runs = await Promise.all([migrate(database, migrations), migrate(database, migrations)])
  expect(runs.flat()).toEqual(names)
})

test('a migration that fails leaves nothing of the ones before it', async () => {
  const database = await emptyDatabase()
  const broken = folder({
    '0001_good.sql': 'create table good (id int);',
    '0002_bad.sql': 'create tabel bad (id int);',
  })
  await expect(migrate(database, broken)).rejects.toThrow('syntax error at or near "tabel"')
  const client = new pg.Client(database)
  await client.connect()
  const { rows } = await client.query(`select to_regclass('good') as good`)
  await client.end()
  expect(rows).toEqual([{ good: null }])
})

test('a folder without migrations is an error, not success', async () => {
  await expect(migrate(inject('postgres'), '/nowhere')).rejects.toThrow('no migrations in /nowhere')
})
