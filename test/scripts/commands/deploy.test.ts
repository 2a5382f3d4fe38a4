// preview, deploy and watch as processes, against the local AWS as another process.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildCli,
  type Ended,
  launchway,
  makeRepository,
  type Repository,
  type Running,
  removeCli,
  smallConfig,
  start,
} from '../command-line.ts'

let cli = ''
let repository: Repository
let local: Running
let env: Readonly<Record<string, string>>
beforeAll(async () => {
  cli = buildCli()
  repository = makeRepository()
  local = start({ cli, repository }, 'local', '--port', '0', '--json')
  env = JSON.parse(await local.line(/AWS_ENDPOINT_URL/))
})
afterAll(async () => {
  local.child.kill('SIGINT')
  await local.ended
  repository.remove()
  removeCli()
})

const run = (...given: readonly string[]): Promise<Ended> => launchway({ cli, repository, env }, ...given)

const stacks = ['bootstrap', 'network', 'registry', 'cluster', 'service-web', 'cicd', 'sync-role']
const linesOf = ({ stdout }: Ended) => stdout.trim().split('\n')

describe('an environment, from nothing to deployed', () => {
  it('is previewed, declined, deployed, unchanged, changed and watched', async () => {
    // Everything is new: told as text, Markdown and JSON.
    const text = await run('preview')
    expect(text).toMatchObject({ code: 0, stderr: '' })
    for (const stack of stacks) expect(text.stdout).toContain(`hello-production-${stack}  create`)
    expect(text.stdout).toMatch(/\d+ to add in 7 of 7 stacks/)
    const plan = JSON.parse((await run('preview', '--json')).stdout)
    expect(plan).toMatchObject({ environment: 'production', account: '111111111111' })
    expect(plan.stacks.map((each: { kind: string }) => each.kind)).toEqual(stacks.map(() => 'create'))
    expect((await run('preview', '--markdown')).stdout).toContain('### What this changes in `production`')

    // Nobody is there to say yes.
    const declined = await run('deploy')
    expect(declined.code).toBe(3)
    expect(declined.stdout).toContain('nobody is there to say yes; nothing was changed [declined]\n  fix: add --yes')
    expect((await run('preview')).stdout).toBe(text.stdout)

    // No pipeline is there to watch.
    const tooEarly = await run('watch')
    expect(tooEarly.code).toBe(1)
    expect(tooEarly.stdout).toContain('launchway deploy --environment production')

    const deployed = await run('deploy', '--yes')
    expect(deployed).toMatchObject({ code: 0, stderr: '' })
    for (const stack of stacks) expect(linesOf(deployed)).toContain(`✔ hello-production-${stack}  created`)

    // Without a change nobody is asked.
    const again = await run('deploy', '--json')
    expect(again).toMatchObject({ code: 0, stderr: '' })
    const events: readonly { subject: string; is: string; says: string }[] = linesOf(again).map((line) =>
      JSON.parse(line),
    )
    expect(events.filter(({ is }) => is === 'done').map(({ says }) => says)).toEqual(stacks.map(() => 'unchanged'))
    expect((await run('preview', '--markdown')).stdout).toContain('Nothing: all 7 stacks')

    // A change: only its stack is touched, and the pipeline, which asks for that path after a release.
    repository.write('launchway.config.ts', smallConfig.replace("health: '/health'", "health: '/', memory: 1024"))
    const changed = await run('preview', '--json')
    expect(
      JSON.parse(changed.stdout)
        .stacks.filter((each: { kind: string }) => each.kind !== 'unchanged')
        .map((each: { stack: { id: string } }) => each.stack.id),
    ).toEqual(['service-web', 'cicd'])
    const updated = await run('deploy', '--yes')
    expect(linesOf(updated)).toContain('✔ hello-production-service-web  updated')
    expect(linesOf(updated).filter((line) => line.endsWith('  unchanged') && line.startsWith('✔'))).toHaveLength(5)

    // The pipeline started by itself when it was made, and found no commit.
    const watched = await run('watch')
    expect(watched.code).toBe(1)
    expect(watched.stdout).toMatch(/✘ hello-production {2}failed\n.*\[execution-failed\]/s)
    const rows = linesOf(await run('watch', '--json'))
    for (const row of rows.slice(0, 2)) expect(JSON.parse(row)).toHaveProperty('subject')
  })

  it('of another account is refused, and nothing is asked of the wrong one', async () => {
    const other = makeRepository({ 'launchway.config.ts': smallConfig.replace('111111111111', '222222222222') })
    const { code, stdout } = await launchway({ cli, repository: other, env }, 'deploy', '--yes')
    other.remove()
    expect(code).toBe(2)
    expect(stdout).toMatch(/account 111111111111.*account 222222222222 \[wrong-account\]/)
  })
})
