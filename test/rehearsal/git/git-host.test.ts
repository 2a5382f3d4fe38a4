import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../rehearsal/clock.ts'
import { unzip } from '../../../rehearsal/codebuild/zip.ts'
import { gitHost, type Push } from '../../../rehearsal/git/git-host.ts'
import { pushFiles } from '../../../rehearsal/git/push-files.ts'
import { runGit } from '../../../rehearsal/git/run-git.ts'
import { testWorld } from '../codebuild/test-world.ts'

describe('the Git host', () => {
  it('tells of every branch that moves, once, also after git has packed its references', async () => {
    const clock = fakeClock()
    const world = await testWorld(clock)
    const git = gitHost(world)
    const path = await git.create('acme/web')
    const pushes: Push[] = []
    git.onPush((push) => pushes.push(push))
    const first = await pushFiles(world, { path, branch: 'main', message: 'one' }, { 'a.txt': '1' })
    await git.check()
    await git.check()
    const second = await pushFiles(world, { path, branch: 'release/1', message: 'two' }, { 'b.txt': '2' })
    await runGit(['--git-dir', path, 'pack-refs', '--all'])
    await clock.advance(250)
    await git.check()
    expect(pushes).toEqual([
      { repository: 'acme/web', branch: 'main', commit: first, before: undefined },
      { repository: 'acme/web', branch: 'release/1', commit: second, before: undefined },
    ])
    expect(await git.headOf('https://github.com/acme/web.git', 'main')).toBe(first)
  })

  it('gives the files of a commit, what changed, and a clone with history', async () => {
    const world = await testWorld()
    const git = gitHost(world)
    const path = await git.create('acme/web')
    const to = { path, branch: 'main' }
    const first = await pushFiles(world, { ...to, message: 'one' }, { 'src/a.txt': '1' })
    const second = await pushFiles(world, { ...to, message: 'subject\n\nbody' }, { 'src/b.txt': '2' })
    expect(Object.keys(unzip(await git.archive('acme/web', second)))).toEqual(['src/a.txt', 'src/b.txt'])
    expect(await git.changedFiles('acme/web', first, second)).toEqual(['src/b.txt'])
    expect(await git.changedFiles('acme/web', undefined, second)).toEqual(['src/a.txt', 'src/b.txt'])
    expect(await git.commit('acme/web', second)).toMatchObject({
      id: second,
      message: 'subject\n\nbody',
      authorName: 'Rehearsal',
    })
    const into = join(world.home, 'clone')
    await git.clone('acme/web', first, into)
    expect(await readFile(join(into, 'src/a.txt'), 'utf8')).toBe('1')
    expect((await runGit(['-C', into, 'rev-parse', 'HEAD'])).toString().trim()).toBe(first)
  })

  it('names the repository that does not exist and the fix for a machine without git', async () => {
    const git = gitHost(await testWorld())
    await expect(git.headOf('acme/nope', 'main')).rejects.toThrow('repository "acme/nope" does not exist')
    expect(() => git.pathOf('../../etc')).toThrow('is not of the form owner/name')
    await expect(runGit(['--version'], { env: { PATH: '' } })).rejects.toThrow(
      /git is not on PATH\n {2}fix: install git/,
    )
  })
})
