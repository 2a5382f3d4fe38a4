import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, launchway, makeRepository, type Repository, removeCli } from '../command-line.ts'

const template = 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n'
const buildspec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - npm test\n'
const workflow =
  'name: CI\non: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: npm test\n'

let cli = ''
let repository: Repository
beforeAll(() => {
  cli = buildCli()
  repository = makeRepository({
    'good/buildspec.yml': buildspec,
    'good/workflow.yml': workflow,
    'good/notes.yml': 'just: notes\n',
    'bad/buildspec.yml': buildspec.replace('build:', 'biuld:'),
    'bad/workflow.yml': workflow.replace('npm test', 'echo ${{ github.nothing }} ${{ steps.none.outputs.x }}'),
    'bad/template.yaml': template.replace('Type: AWS::SNS::Topic', 'Typ: AWS::SNS::Topic'),
  })
})
afterAll(() => {
  repository.remove()
  removeCli()
})

const check = (...given: readonly string[]) => launchway({ cli, repository }, 'check', ...given)

describe('launchway check with files', () => {
  it('is content with files that are right, and exits 0', async () => {
    expect(await check('good/buildspec.yml', 'good/workflow.yml')).toMatchObject({ code: 0, stdout: 'no finding\n' })
    expect(JSON.parse((await check('good/buildspec.yml', '--json')).stdout)).toEqual([])
  })

  it('says of each kind of file what is wrong with it, at its line, and exits 1', async () => {
    const { code, stdout } = await check('bad/buildspec.yml', 'bad/workflow.yml', 'bad/template.yaml')
    expect(code).toBe(1)
    for (const path of ['bad/buildspec.yml', 'bad/workflow.yml', 'bad/template.yaml'])
      expect(stdout).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}(:\\d+)*: .*\\[[\\w-]+\\]\\n {2}fix: `, 'm'))
    expect(stdout).toMatch(/^bad\/buildspec\.yml:3:\d+: .*biuld/m)
  })

  it('says the same as JSON, one array, and exits 1', async () => {
    const { code, stdout } = await check('bad/buildspec.yml', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([{ file: 'bad/buildspec.yml', line: 3, severity: 'error' }])
  })

  it('warns of a file that is nothing it knows, and exits 0', async () => {
    const { code, stdout } = await check('good/notes.yml')
    expect(code).toBe(0)
    expect(stdout).toContain(
      'good/notes.yml: is no template, buildspec, workflow, policy document, image definitions or task definition [file-not-recognised]',
    )
  })

  it('says which file cannot be read, and exits 2', async () => {
    const { code, stdout } = await check('good/buildspec.yml', 'gone.yml')
    expect(code).toBe(2)
    expect(stdout).toContain('gone.yml: this file cannot be read [file-unreadable]')
  })
})

describe('launchway check', () => {
  it('reads the generated files as they are on disk, and finds nothing but what was edited into them', async () => {
    await launchway({ cli, repository }, 'generate')
    repository.write('buildspecs/out/web-test.yml', buildspec.replace('build:', 'biuld:'))
    const { code, stdout } = await check('--json')
    expect(code).toBe(1)
    const findings: readonly { file: string; severity: string }[] = JSON.parse(stdout)
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['buildspecs/out/web-test.yml']))
  }, 120_000)
})
