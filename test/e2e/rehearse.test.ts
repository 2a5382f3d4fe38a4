// Rehearsals as a person starts them, ended in the middle: nothing of them may stay. A whole one is run by .ci/run.
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, launchway, makeRepository, type Repository, removeCli, start } from '../scripts/command-line.ts'
import { leftOf, nothingIsLeft, remainsOf } from '../scripts/remains.ts'

const minutes = 60_000

let cli = ''
let repository: Repository
const git = (...given: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...given], { cwd: repository.root })

beforeAll(() => {
  cli = buildCli()
  repository = makeRepository()
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'A small app')
})
afterAll(() => {
  repository.remove()
  removeCli()
})

const rehearse = () => {
  const running = start({ cli, repository }, 'rehearse')
  // Looked for from the start, since the time in which it may be ended is short.
  return { ...running, remains: remainsOf(running.child.pid ?? 0) }
}

const stacksAreDeployed = /^ +✔ hello-production-cicd {2}created/

describe.runIf(process.platform === 'linux')('a rehearsal that is ended', () => {
  it('by SIGKILL while its stacks are made leaves nothing behind', { timeout: 3 * minutes }, async () => {
    const one = rehearse()
    await one.line(/▸ hello-production-network/)
    const remains = await one.remains
    expect(leftOf(remains)).not.toEqual([])
    one.child.kill('SIGKILL')
    await one.ended
    await nothingIsLeft(remains)
  })

  it('leaves alone another one at the same time, and nothing of itself', { timeout: 3 * minutes }, async () => {
    const [one, other] = [rehearse(), rehearse()]
    const [ofOne, ofOther] = await Promise.all([one.remains, other.remains])
    expect(ofOne.directories).not.toEqual(ofOther.directories)
    await Promise.all([one, other].map((each) => each.line(stacksAreDeployed)))

    // One is killed in its first build; the other goes on to its first rollout, and is ended there by Ctrl-C.
    await one.line(/▸ Test\/WebTest/)
    one.child.kill('SIGKILL')
    await one.ended
    await nothingIsLeft(ofOne)
    await other.line(/✔ Build\/WebImage/)
    await other.line(/▸ Deploy\/WebDeploy/)
    expect(leftOf(ofOther)).not.toEqual([])
    other.child.kill('SIGINT')
    const ended = await other.ended
    expect(ended).toMatchObject({ code: null, signal: 'SIGINT' })
    expect(ended.stdout).toContain('ending: stopping every process')
    expect(ended.stderr).toBe('')
    // Ctrl-C waits until everything has ended.
    expect(leftOf(ofOther).filter((each) => each.startsWith('process') || each.startsWith('/'))).toEqual([])
    await nothingIsLeft(ofOther)
  })
})

describe('a rehearsal that cannot begin', () => {
  it('because the folder is no git repository says so before it does anything', async () => {
    const plain = makeRepository()
    const { code, stdout } = await launchway({ cli, repository: plain }, 'rehearse', '--once')
    plain.remove()
    expect(code).toBe(2)
    expect(stdout).toMatch(/this folder is no git repository with a commit \[no-commit\]\n {2}fix: .*git init/)
    expect(stdout).not.toContain('Start the local AWS')
  })

  it('because git is not on PATH says so before it does anything', async () => {
    const bin = join(repository.temporary, 'without-git')
    mkdirSync(bin)
    symlinkSync(process.execPath, join(bin, 'node'))
    const { code, stdout } = await launchway({ cli, repository, env: { PATH: bin } }, 'rehearse', '--once')
    expect(code).toBe(2)
    expect(stdout).toMatch(/git is not on PATH \[git-missing\]\n {2}fix: install git/)
    expect(stdout).not.toContain('Start the local AWS')
  })

  it('because of its configuration says every problem of it', async () => {
    repository.write('broken.config.ts', "import { github } from 'launchway'\nexport default github('acme/hello')\n")
    const { code, stdout } = await launchway({ cli, repository }, 'rehearse', '--once', '--config', 'broken.config.ts')
    expect(code).toBe(2)
    expect(stdout).toContain('[configuration-without-delivery]')
  })
})
