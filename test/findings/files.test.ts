// One example per code that any file can have: the file, and beside it what is said of it.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadFacts } from '#cfn/analysis/replacement.ts'
import { action, choice, type Finding, printFinding, text } from '#model'
import { codeGroups, deliveryCodes, versionCodes } from '#pipelines/checks/codes.ts'
import { checkVersions } from '#pipelines/checks/versions/check.ts'
import { readVersion } from '#pipelines/checks/versions/version.ts'
import { checkTexts } from '#scripts/check-texts.ts'

const folder = fileURLToPath(new URL('files/', import.meta.url))

const filesIn = (name: string) =>
  readdirSync(`${folder}${name}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.out'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => ({ path: path.slice(`${folder}${name}/`.length), text: readFileSync(path, 'utf8') }))

const examples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.name !== 'versions' && !entry.name.endsWith('.out'))
  .map((entry) => ({ code: entry.name.replace(/\.\w+$/, ''), entry }))

const notify = action('notify', {
  about: 'says it',
  inputs: { level: choice('how loud', ['low', 'high']), words: text('what') },
})

const print = (findings: readonly Finding[]) =>
  `${findings.map((each) => `${each.severity} ${printFinding(each)}`).join('\n')}\n`

it('has an example for every code, and no example without a code', () => {
  const wanted = codeGroups
    .flatMap(({ codes }) => Object.keys(codes))
    .filter((code) => !Object.hasOwn(deliveryCodes, code))
  const versions = readdirSync(`${folder}versions`, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect([...examples.map(({ code }) => code), ...versions.map(({ name }) => name)].sort()).toEqual(wanted.sort())
})

// Vitest rewrites the expected texts with "-u"; the difference is what to review.
it.each(examples)('finds $code', async ({ code, entry }) => {
  const files = entry.isDirectory()
    ? filesIn(entry.name)
    : [{ path: entry.name, text: readFileSync(`${folder}${entry.name}`, 'utf8') }]
  const findings = await checkTexts(files, [notify])
  expect(findings.map((each) => each.code)).toContain(code)
  await expect(print(findings)).toMatchFileSnapshot(`${folder}${code}.out`)
})

it.each(Object.keys(versionCodes))('finds %s', async (code) => {
  const [before, after] = ['before', 'after'].map((side) => readVersion(filesIn(`versions/${code}/${side}`)))
  const findings = checkVersions({ before: before ?? [], after: after ?? [], facts: await loadFacts() })
  expect(findings.map((each) => each.code)).toContain(code)
  await expect(print(findings)).toMatchFileSnapshot(`${folder}versions/${code}.out`)
})
