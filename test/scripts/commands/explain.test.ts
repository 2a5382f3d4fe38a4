import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '#scripts/explain/vocabulary.ts'
import { generateVocabulary } from '#scripts/generate/vocabulary.ts'
import { buildCli, launchway, makeRepository, type Repository, removeCli } from '../command-line.ts'

let cli = ''
let repository: Repository
beforeAll(() => {
  cli = buildCli()
  repository = makeRepository()
})
afterAll(() => {
  repository.remove()
  removeCli()
})
const explain = (...words: readonly string[]) => launchway({ cli, repository }, 'explain', ...words)

const { entries } = JSON.parse(generateVocabulary(process.cwd())) as { readonly entries: readonly Entry[] }
const entry = (path: string) => entries.find((each) => each.path === path)

describe('the vocabulary', () => {
  it('is committed as the sources give it', () => {
    expect(JSON.parse(readFileSync('scripts/explain/vocabulary.generated.json', 'utf8')).entries).toEqual(entries)
  })

  it('says something of everything', () => {
    expect(entries.filter(({ about, type }) => about === '' || type === '').map(({ path }) => path)).toEqual([])
    expect(entries.length).toBeGreaterThan(120)
  })

  it.each([
    ['service.deploy', { default: 'rolling()', required: false }],
    ['service.port', { type: 'number', required: true }],
    ['service.scale.min', { default: '2' }],
    ['image.cache', { type: "'local' | 'registry'", default: "'local'" }],
    ['blueGreen.bakeMinutes', { type: 'number', default: '5' }],
    ['github.release', { default: "'production'" }],
    ['postgres.class', { default: "'db.t4g.micro'", emits: expect.arrayContaining(['AWS::RDS::DBInstance']) }],
    ['environment.network', { makers: ['vpc', 'existingVpc'] }],
  ] as const)('has %s with its default and its type', (path, given) => {
    expect(entry(path)).toMatchObject(given)
  })
})

describe('launchway explain', () => {
  it('lists what a configuration can call', async () => {
    const { code, stdout } = await explain()
    expect(code).toBe(0)
    for (const name of ['delivery', 'service', 'releasePipeline', 'canary']) expect(stdout).toMatch(`  ${name} `)
    expect(stdout).not.toMatch(/\bserviceIn\b/)
  })

  it('explains an option: meaning, type, default, what makes it, what it emits', async () => {
    const { code, stdout } = await explain('service.deploy')
    expect(code).toBe(0)
    expect(stdout).toContain('How a service is deployed.')
    expect(stdout).toContain('Rolling | BlueGreen | Canary | Linear | CodeDeploy')
    expect(stdout).toMatch(/made by +rolling\(…\), blueGreen\(…\)/)
    expect(stdout).toMatch(/default +rolling\(\)/)
    expect(stdout).toMatch(/emits +.*AWS::ECS::Service/)
  })

  it('gives the same to programs', async () => {
    const { stdout } = await explain('service.scale', '--json')
    const { path, options } = JSON.parse(stdout)
    expect(path).toBe('service.scale')
    expect(options.map((each: Entry) => each.path)).toContain('service.scale.requestsPerTask')
  })

  it('names what comes nearest to what nobody can say', async () => {
    const { code, stdout } = await explain('service.deplyo')
    expect(code).toBe(2)
    expect(stdout).toContain('[option-unknown]')
    expect(stdout).toContain('did you mean "service.deploy"')
  })
})
