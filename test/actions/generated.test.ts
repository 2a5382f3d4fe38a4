import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { actionFiles, actions, bundleAction, bundlePath } from '#scripts/generate/actions.ts'

const root = new URL('../../', import.meta.url).pathname

test.each(actionFiles().map((file) => [file.path, file] as const))('%s is as its declaration says', async (_, file) => {
  await expect(file.text).toMatchFileSnapshot(`${root}${file.path}`)
})

test.each(actions.map((each) => each.name))('the committed bundle of %s is made from its sources', async (name) => {
  const fresh = await bundleAction(name)
  const path = `${root}actions/${name}/${bundlePath}`
  // A snapshot would print a megabyte when it differs.
  expect((await readFile(path, 'utf8')) === fresh, `run "npm run generate": ${path} is stale`).toBe(true)
})
