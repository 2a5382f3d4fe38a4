// What people break between files, one edit each: every one is caught, by the rule it belongs to.
import { expect, it } from 'vitest'
import type { Finding } from '#model'
import { check } from '#pipelines/checks/check.ts'
import { checkTexts } from '#scripts/check-texts.ts'
import { delivery, files, rows } from './mutations.ts'

const changed = (edited: ReadonlyMap<string, string>) =>
  [...edited].filter(([path, text]) => files.get(path) !== text).map(([path, text]) => ({ path, text }))

const found = async (edited: ReadonlyMap<string, string>): Promise<readonly Finding[]> => [
  ...check(
    delivery,
    [...edited].map(([path, text]) => ({ path, text })),
  ),
  ...(await checkTexts(changed(edited).filter(({ path }) => /\.ya?ml$/.test(path)))),
]

it('says nothing of a delivery as it is generated', async () => {
  const texts = [...files].map(([path, text]) => ({ path, text })).filter(({ path }) => /\.ya?ml$/.test(path))
  expect(await found(files)).toEqual([])
  expect(await checkTexts(texts)).toEqual([])
})

it('has sixty edits or more, no two of them the same', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60)
  expect(new Set(rows.map(([about]) => about)).size).toBe(rows.length)
})

it.each(rows)('catches it when %s', async (_, code, edit) => {
  expect((await found(edit(files))).map((each) => each.code)).toContain(code)
})
