import { existsSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { smallConfig, start } from '../command-line.ts'
import { filesIn, here, otherConfig, run } from './generate-fixture.ts'

const staging = () =>
  existsSync(join(here.repository.root, '.launchway'))
    ? readdirSync(join(here.repository.root, '.launchway')).filter((name) => name.startsWith('staging'))
    : []

describe('launchway generate, killed half-way', () => {
  it('leaves each file either old or new, whole; the next run finishes and sweeps', async () => {
    await run()
    const old = filesIn()
    here.repository.write('launchway.config.ts', otherConfig)
    const started = performance.now()
    await run()
    const took = performance.now() - started
    const texts = { old, new: filesIn() }
    const kills = 16
    for (let kill = 0; kill < kills; kill++) {
      here.repository.write('launchway.config.ts', kill % 2 === 0 ? smallConfig : otherConfig)
      const running = start(here, 'generate')
      // Half of them the moment it begins to write, half spread over its whole time.
      const watcher =
        kill % 4 < 2
          ? watch(join(here.repository.root, '.launchway'), { recursive: true }, () => running.child.kill('SIGKILL'))
          : undefined
      const timer = watcher ? undefined : setTimeout(() => running.child.kill('SIGKILL'), (took * kill) / kills)
      await running.ended
      watcher?.close()
      clearTimeout(timer)
      for (const [path, text] of Object.entries(filesIn()))
        expect([texts.old[path], texts.new[path]], path).toContain(text)
    }
    expect(await run()).toMatchObject({ code: 0 })
    expect(filesIn()).toEqual(texts.new)
    expect(staging()).toEqual([])
  })

  it('leaves alone what another run is staging at the moment', async () => {
    here.repository.write(`.launchway/staging-${process.pid}/a`, 'of a run that lives')
    here.repository.write('.launchway/staging-999999999/a', 'of a run that was killed')
    await run()
    expect(staging()).toEqual([`staging-${process.pid}`])
  })

  it('runs beside others without harm', async () => {
    const runs = await Promise.all([run(), run(), run()])
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(await run('--check')).toMatchObject({ code: 0 })
    expect(staging()).toEqual([])
  })
})
