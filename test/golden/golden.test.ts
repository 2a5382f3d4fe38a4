// Whole deliveries as files, so that a change of a generator is read as a change of what it makes.
// npx vitest run test/golden -u rewrites them.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenCases, home } from './cases.ts'

const cases = await goldenCases()

const committed = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    : []

// vitest -u: what is no longer generated goes too.
const isRewriting = () => {
  const state = expect.getState().snapshotState as unknown as { readonly _updateSnapshot?: string }
  return state._updateSnapshot === 'all'
}

const expectedCases = [
  'blue-green',
  'cruddur',
  'existing-vpc',
  'internal',
  'many-services',
  'maximal',
  'minimal',
  'multi-environment',
  'no-database',
  'site-only',
]

it('has the ten deliveries that people have', () => {
  expect(cases.map(({ name }) => name)).toEqual(expectedCases)
})

describe.each(cases)('the golden delivery $name', ({ name, files }) => {
  const out = join(home, name, 'out')

  it('gives the committed files, byte for byte', async () => {
    for (const { path, text } of files) await expect(text).toMatchFileSnapshot(join(out, path))
  })

  it('gives every committed file', () => {
    const given = new Set<string>(files.map(({ path }) => path))
    const left = committed(out).filter((path) => !given.has(path))
    if (isRewriting()) for (const path of left) rmSync(join(out, path))
    else expect(left).toEqual([])
  })
})
