import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, launchway, makeRepository, type Repository, removeCli } from './command-line.ts'

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

const run = (...given: readonly string[]) => launchway({ cli, repository }, ...given)

describe('launchway', () => {
  it('--help lists every verb with what it does, and exits 0', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    for (const verb of ['generate', 'check', 'preview', 'deploy', 'watch', 'local', 'rehearse'])
      expect(stdout).toMatch(new RegExp(`^  ${verb} .*[a-z]{3}`, 'm'))
  })

  it.each([
    ['generate', ['--check', '--json']],
    ['check', ['--require-cfn-lint', '--json', '[files...]']],
    ['preview', ['--environment', '--markdown', '--json']],
    ['deploy', ['--environment', '--yes', '--json']],
    ['watch', ['--environment', '--execution', '--json']],
    ['local', ['--port', '--json']],
    ['rehearse', ['--once', '--json']],
  ])('%s --help names its options %j, and exits 0', async (verb, options) => {
    const { code, stdout } = await run(verb, '--help')
    expect(code).toBe(0)
    for (const option of options) expect(stdout).toContain(option)
  })

  it.each([
    ['no verb', [], 'Usage: launchway'],
    ['an unknown verb', ['deliver'], "unknown command 'deliver'"],
    ['a mistyped verb', ['generat'], 'Did you mean generate?'],
    ['an unknown option', ['generate', '--chek'], 'Did you mean --check?'],
    ['an option without its value', ['deploy', '--environment'], 'argument missing'],
    ['too many words', ['generate', 'everything'], 'too many arguments'],
  ])('refuses %s with exit 2 and says what there is', async (_, given, says) => {
    const { code, stderr } = await run(...given)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })

  it.each(['preview', 'deploy', 'watch'])(
    '%s names the environments there are when it is given another',
    async (verb) => {
      const { code, stdout } = await run(verb, '--environment', 'prod')
      expect(code).toBe(2)
      expect(stdout).toBe(
        '--environment: there is no environment "prod" [environment-unknown]\n  fix: use one of: production\n',
      )
    },
  )

  it('says that nothing answers at the endpoint, and what to start', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    const { code, stdout } = await launchway({ cli, repository, env }, 'preview')
    expect(code).toBe(1)
    expect(stdout).toMatch(/nothing answers at the AWS endpoint \(.*127\.0\.0\.1:9\).*\[endpoint-unreachable\]/)
    expect(stdout).toContain('launchway local')
  })
})
