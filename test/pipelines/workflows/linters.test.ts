// Two linters of other people, where they are installed: what they report of the printed workflows is nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { printWorkflow } from '#pipelines/workflows/print.ts'
import { workflowsOf } from '#pipelines/workflows/workflows.ts'
import { actionFiles, actions, bundlePath } from '#scripts/generate/actions.ts'
import { aDelivery } from './a-delivery.ts'

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0

const written = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'workflows-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = [...workflowsOf(aDelivery()).map((each) => printWorkflow(aDelivery(), each)), ...actionFiles()]
  const bundles = actions.map((each) => ({ path: `actions/${each.name}/${bundlePath}`, text: '' }))
  for (const { path, text } of [...files, ...bundles]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  // actionlint looks for the root of a repository.
  mkdirSync(join(folder, '.git'))
  return folder
}

test.skipIf(!isThere('actionlint'))('actionlint (with its shellcheck rules, where installed) reports nothing', () => {
  const { status, stdout } = spawnSync('actionlint', [], { cwd: written(), encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

// `$/actions/…` runs the action of the workflow's own commit; here the one that was checked out is meant.
const meant = ['self-repository']

test.skipIf(!isThere('zizmor'))('zizmor reports nothing but what is meant', () => {
  const { stdout } = spawnSync('zizmor', ['--offline', '--persona=auditor', '--format=json', '.'], {
    cwd: written(),
    encoding: 'utf8',
  })
  const found = (JSON.parse(stdout) as readonly { readonly ident: string }[]).map((each) => each.ident)
  expect(found.filter((each) => !meant.includes(each))).toEqual([])
})
