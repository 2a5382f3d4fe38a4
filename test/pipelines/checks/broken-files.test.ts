// Files that no program should have written, and people do.
import { expect, it } from 'vitest'
import { checkTexts } from '#scripts/check-texts.ts'

it.each([
  ['a resource that is nothing', 't.json', '{"Resources": {"A": null}}', 'template-refused'],
  ['a template inside itself', 't.yaml', 'Resources: &a\n  A: *a\n', 'template-unreadable'],
  ['a buildspec inside itself', 'buildspec.yml', 'version: 0.2\nphases: &a\n  build: *a\n', 'buildspec-syntax'],
  ['a buildspec of tabs', 'buildspec.yml', 'version: 0.2\nphases:\n\tbuild:\n', 'buildspec-syntax'],
  ['bytes', 'a.yml', '\u0000\u0001\ufffd', 'file-not-recognised'],
  ['nothing', 'a.yml', '', 'file-not-recognised'],
])('finds what is wrong with %s', async (_, path, text, code) => {
  expect((await checkTexts([{ path, text }])).map((each) => each.code)).toContain(code)
})

it('reads a buildspec of an editor that writes a mark and carriage returns', async () => {
  const text = '\ufeffversion: 0.2\r\nphases:\r\n  build:\r\n    commands:\r\n      - echo hi\r\n'
  expect(await checkTexts([{ path: 'buildspec.yml', text }])).toEqual([])
})
