import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type Finding, printFinding } from '#model'
import { check, rules } from '#pipelines/checks/check.ts'
import { aDelivery, filesOf } from '../pipelines/checks/a-delivery.ts'
import type { Edit } from './edited.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const codes = Object.keys(rules).sort()
const pairs = readdirSync(folder)
  .filter((name) => name.endsWith('.out'))
  .map((name) => name.replace('.out', ''))
  .sort()

const delivery = aDelivery()
const files = filesOf(delivery)

const found = (edited: ReadonlyMap<string, string>) =>
  check(
    delivery,
    [...edited].map(([path, text]) => ({ path, text })),
  )

it('has a pair for every code, and no pair without a code', () => {
  expect(pairs).toEqual(codes)
})

it('says nothing of files as they were generated', () => {
  expect(found(files)).toEqual([])
})

// The line a finding points at stands for its number, and a hash for no content: neither may change with every template.
const printed = (finding: Finding, edited: ReadonlyMap<string, string>): string => {
  const { file, line } = finding.at
  const text = line === undefined ? '' : (edited.get(file)?.split('\n')[line - 1]?.trim().slice(0, 80) ?? '')
  return printFinding({ ...finding, at: { file: line === undefined ? file : `${file} at "${text}"` } }).replace(
    /[0-9a-f]{64}/g,
    '<hash>',
  )
}

// Vitest rewrites the expected texts with "-u"; the difference is what to review.
it.each(codes)('finds %s', async (code) => {
  const { edit } = (await import(/* @vite-ignore */ new URL(`./${code}.ts`, import.meta.url).href)) as {
    readonly edit: Edit
  }
  const edited = edit(files)
  const findings = found(edited)
  expect(findings.map((each) => each.code)).toContain(code)
  await expect(`${findings.map((each) => printed(each, edited)).join('\n')}\n`).toMatchFileSnapshot(
    `${folder}${code}.out`,
  )
})
