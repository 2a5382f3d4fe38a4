import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildCli, launchway, makeRepository, type Repository, removeCli, smallConfig } from './command-line.ts'

let cli = ''
let repository: Repository
beforeAll(() => {
  cli = buildCli()
})
afterAll(removeCli)
beforeEach(() => {
  repository = makeRepository()
})
afterEach(() => repository.remove())

const config = smallConfig
  .replace("'launchway'\n", "'launchway'\nimport { port } from './ports'\n")
  .replace('port: 3000', 'port')
const kept = () => join(repository.root, '.launchway/cache/launchway.config.ts.json')
const generate = (...given: readonly string[]) => launchway({ cli, repository }, 'generate', ...given)
const service = () => readFileSync(join(repository.root, 'cfn/out/production/service-web.yaml'), 'utf8')

const portAfter = async (): Promise<string | undefined> => {
  const { code, stdout } = await generate()
  expect(code, stdout).toBe(0)
  return /ContainerPort: (\d+)/.exec(service())?.[1]
}

describe('the compiled configuration', () => {
  beforeEach(() => {
    repository.write('launchway.config.ts', config)
    repository.write('ports/index.ts', 'export const port = 3001\n')
  })

  it('is kept for the next run, where git does not see it', async () => {
    await generate()
    expect(existsSync(kept())).toBe(true)
    expect(readFileSync(join(repository.root, '.launchway/.gitignore'), 'utf8')).toBe('*\n')
    // Proof that it is used: what stands there is what is heard.
    writeFileSync(kept(), readFileSync(kept(), 'utf8').replaceAll('port = 3001;', 'port = 3009;'))
    expect(await portAfter()).toBe('3009')
  })

  it('is compiled again when a file it imports has changed', async () => {
    expect(await portAfter()).toBe('3001')
    repository.write('ports/index.ts', 'export const port = 3002\n')
    expect(await portAfter()).toBe('3002')
  })

  it('is compiled again when an import would now be found elsewhere', async () => {
    expect(await portAfter()).toBe('3001')
    repository.write('ports.ts', 'export const port = 3003\n')
    expect(await portAfter()).toBe('3003')
  })

  it('is compiled again when the settings of TypeScript say where imports are found', async () => {
    const found = (at: string) =>
      repository.write('tsconfig.json', `{ "compilerOptions": { "paths": { "#ports": ["${at}"] } } }`)
    repository.write('launchway.config.ts', config.replace("'./ports'", "'#ports'"))
    repository.write('other.ts', 'export const port = 3004\n')
    found('./ports/index.ts')
    expect(await portAfter()).toBe('3001')
    found('./other.ts')
    expect(await portAfter()).toBe('3004')
  })

  it.each(['', '{', '{"state":"","inputs":["/etc/passwd"],"text":""}', 'null'])(
    'is compiled again when what was kept is %j',
    async (text) => {
      mkdirSync(join(kept(), '..'), { recursive: true })
      writeFileSync(kept(), text)
      expect(await portAfter()).toBe('3001')
    },
  )

  it('is not kept where it cannot be written, and that harms nobody', async () => {
    await generate()
    rmSync(join(repository.root, '.launchway'), { recursive: true })
    repository.write('.launchway', 'a file where the folder would be\n')
    expect(await generate('--check')).toMatchObject({ code: 0, stderr: '' })
  })

  it('is not kept when the configuration has a problem', async () => {
    repository.write('ports/index.ts', 'export const port = -1\n')
    expect((await generate()).code).toBe(2)
    expect(existsSync(kept())).toBe(false)
  })

  it('serves many runs at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => generate()))
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    expect(await portAfter()).toBe('3001')
  })
})
