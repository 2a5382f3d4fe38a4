import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { start } from '#scripts/linters/find-cfn-lint.ts'

const root = mkdtempSync(join(tmpdir(), 'launchway-lint-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
  'starts what it installed by the function of the package',
  () => {
    mkdirSync(join(root, 'cfnlint', 'runner'), { recursive: true })
    writeFileSync(join(root, 'cfnlint', '__init__.py'), '')
    const main = 'import sys\ndef main():\n    print(sys.argv[1:])\n    return 4\n'
    writeFileSync(join(root, 'cfnlint', 'runner', '__init__.py'), main)
    const env = { ...process.env, PYTHONPATH: root }
    const ended = spawnSync('python3', ['-c', start, '--format', 'json'], { env, encoding: 'utf8' })
    expect(ended).toMatchObject({ status: 4, stdout: "['--format', 'json']\n" })
  },
)
