import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isOpenToAll } from '../../dev/is-open-to-all.ts'
import { postgresBinaries } from '../../dev/postgres-binaries.ts'

test('a folder that only its owner may enter is not open to all, nor is what is in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-closed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(isOpenToAll(folder)).toBe(false)
  expect(isOpenToAll(join(folder, 'inner'))).toBe(false)
  expect(isOpenToAll('/')).toBe(true)
})

test('the programs of PostgreSQL are where it says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-programs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(Object.values(postgresBinaries(folder)).filter((path) => !existsSync(path))).toEqual([])
})
