import { existsSync, mkdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { smallConfig } from '../command-line.ts'
import { filesIn, here, run } from './generate-fixture.ts'

const mistaken = `
import { delivery, environment, github, image, service } from 'launchway'

const repo = github('hello')
const production = environment('production', { account: '1111', region: 'nowhere' })
const web = service('web', { image: image('../app'), port: 70_000, health: '/health' })

export default delivery({ name: 'hello', repo, environments: [production], services: [web] })
`

describe('a configuration that cannot be used', () => {
  it('with five mistakes is told with all five, each with its line, value and fix; nothing is written', async () => {
    here.repository.write('launchway.config.ts', mistaken)
    const before = filesIn()
    const { code, stdout, stderr } = await run()
    expect(code).toBe(2)
    expect(stderr).toBe('')
    const told = [...stdout.matchAll(/^launchway\.config\.ts:(\d+):\d+: (.*) \[([\w-]+)\]\n {2}fix: (.+)$/gm)]
    expect(told.map(([, line, , what]) => `${line} ${what}`).sort()).toEqual([
      '4 repo-malformed',
      '5 environment-without-account',
      '5 environment-without-region',
      '6 path-outside-repository',
      '6 port-out-of-range',
    ])
    for (const value of ['"hello"', '"1111"', '"nowhere"', '"../app"', '70000']) expect(stdout).toContain(value)
    expect(filesIn()).toEqual(before)
    expect(existsSync(join(here.repository.root, '.launchway'))).toBe(false)
  })

  it('is told the same as JSON', async () => {
    here.repository.write('launchway.config.ts', mistaken)
    const { code, stdout } = await run('--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toHaveLength(5)
    for (const row of JSON.parse(stdout))
      expect(row).toEqual({
        file: 'launchway.config.ts',
        line: expect.any(Number),
        column: expect.any(Number),
        code: expect.stringMatching(/^[a-z-]+$/),
        severity: 'error',
        message: expect.any(String),
        fix: expect.any(String),
      })
  })

  it.each([
    [
      'does not parse',
      `${smallConfig}\nconst = 1\n`,
      /^launchway\.config\.ts:\d+:\d+: .*\[configuration-unreadable\]$/m,
    ],
    [
      'imports what is not there',
      `import { gone } from './gone.ts'\n${smallConfig}\ngone()\n`,
      /^launchway\.config\.ts:1:\d+: .*gone\.ts.*\[configuration-unreadable\]$/m,
    ],
    [
      'throws',
      `const settings: any = undefined\nexport default settings.name\n`,
      /^launchway\.config\.ts:2:\d+: TypeError: .*'name'.*\[configuration-threw\]$/m,
    ],
    ['throws no error', `throw 'tired'\n`, /^launchway\.config\.ts: tired \[configuration-threw\]$/m],
    [
      'exports no delivery',
      'export default { name: 1 }\n',
      /^launchway\.config\.ts: .*\[configuration-without-delivery\]$/m,
    ],
    ['exports nothing', 'export const a = 1\n', /^launchway\.config\.ts: .*\[configuration-without-delivery\]$/m],
    [
      'asks launchway for what it does not have',
      `import { lambda } from 'launchway'\n${smallConfig}\nlambda()\n`,
      /lambda/,
    ],
  ])('because it %s is told with its place; exit 2', async (_, config, says) => {
    here.repository.write('launchway.config.ts', config)
    const { code, stdout } = await run()
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringMatching(says) })
    expect(stdout).toMatch(/^ {2}fix: \S/m)
  })

  it('because there is none is told with the folder that was looked at', async () => {
    unlinkSync(join(here.repository.root, 'launchway.config.ts'))
    const { code, stdout } = await run()
    expect(code).toBe(2)
    expect(stdout).toContain('launchway.config.ts: there is no launchway.config.ts in ')
    expect((await run('--config', 'other.ts')).stdout).toContain('other.ts: there is no other.ts in ')
  })

  it('may have another name, and import its own modules', async () => {
    here.repository.write('deploy/port.ts', 'export const port: number = 8080\n')
    here.repository.write(
      'deploy/config.ts',
      `import { port } from './port.ts'\n${smallConfig.replace('port: 3000', 'port')}`,
    )
    expect(await run('--config', 'deploy/config.ts')).toMatchObject({ code: 0 })
    expect(filesIn()['cfn/out/production/service-web.yaml']).toContain('8080')
  })
})

describe('a folder that cannot be written', () => {
  it.each([
    ['.launchway is a file', () => here.repository.write('.launchway', 'a file\n')],
    ['a folder of generated files is a file', () => here.repository.write('cfn', 'a file\n')],
    [
      'a generated file is a folder',
      () => mkdirSync(join(here.repository.root, 'pipelines/out/production.json/kept'), { recursive: true }),
    ],
    [
      'the folder is in a file system that takes no files',
      () => symlinkSync('/proc/self', join(here.repository.root, '.launchway')),
    ],
  ])('because %s is a clear message with exit 2, no bug of ours', async (_, spoil) => {
    spoil()
    const { code, stdout, stderr } = await run()
    expect(stderr).toBe('')
    expect(code).toBe(2)
    expect(stdout).toMatch(/\[cannot-write\]\n {2}fix: \S/)
    rmSync(join(here.repository.root, '.launchway'), { force: true, recursive: true })
  })
})
