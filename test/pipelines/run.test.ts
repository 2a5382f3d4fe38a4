import { describe, expect, it } from 'vitest'
import type { Event } from '#model'
import type { Cloud } from '#pipelines/cloud/index.ts'
import { preview } from '#pipelines/preview.ts'
import { run } from '#pipelines/run.ts'
import { topic } from '../rehearsal/cloudformation/stack-fixture.ts'
import {
  clock,
  eventsOf,
  listenedTo,
  manifestWith,
  outlineOf,
  stackFile,
  startEnvironment,
  topicStack,
} from './an-environment.ts'

const network = topicStack('network', 'net')
const cluster = topicStack('cluster', 'clu', [network])
const tables = topicStack('tables', 'tab')
const service = topicStack('service', 'ser', [cluster, tables])
const all = manifestWith(service, cluster, tables, network)
const complete = ['cluster', 'network', 'service', 'tables'].map((id) => `hello-${id} CREATE_COMPLETE`)

const failedOf = (events: readonly Event[]) => events.filter((event) => event.is === 'failed')

describe('a deployment', () => {
  it('creates stacks in the order of their imports, and finds nothing to do the next time', async () => {
    await using here = await startEnvironment()
    const events = outlineOf(await here.deploy(all))
    const at = (text: string) => events.indexOf(text)
    expect(at('hello-network done: created')).toBeGreaterThan(-1)
    expect(at('hello-network done: created')).toBeLessThan(at('hello-cluster started: create'))
    expect(at('hello-cluster done: created')).toBeLessThan(at('hello-service started: create'))
    expect(at('hello-tables done: created')).toBeLessThan(at('hello-service started: create'))
    expect(await here.statuses()).toEqual(complete)
    const again = await here.deploy(all)
    expect(outlineOf(again).filter((line) => line.includes('done'))).toHaveLength(4)
    expect(outlineOf(again).filter((line) => line.endsWith('done: unchanged'))).toHaveLength(4)
    expect(await here.statuses()).toEqual(complete)
    expect(here.topics.size).toBe(4)
  })

  it('works on independent stacks at the same time', async () => {
    await using here = await startEnvironment()
    const waiting = new Set<string>()
    const stacks = ['a', 'b', 'c'].map((id) => topicStack(id, 'wait'))
    const done = here.deploy(
      manifestWith(...stacks),
      listenedTo(here.cloud, (call) => {
        if (call !== 'stacks.execute') return
        waiting.add(`${waiting.size}`)
        // Each waits until it is released: this is only reached when all three were begun before the first has ended.
        if (waiting.size === 3)
          setTimeout(function go() {
            here.release()
            if (here.topics.size < 3) setTimeout(go, 5)
          }, 5)
      }),
    )
    expect(outlineOf(await done).filter((line) => line.endsWith('done: created'))).toHaveLength(3)
  })

  it('does not start what needs a failed stack, and finishes what does not; the first cause is told', async () => {
    await using here = await startEnvironment()
    const bad = topicStack('cluster', 'fail-this', [network])
    const events = await here.deploy(manifestWith(network, bad, tables, topicStack('service', 's', [bad, tables])))
    expect(failedOf(events).map(({ subject }) => subject)).toEqual(['hello-cluster', 'hello-service'])
    expect(failedOf(events)[0]?.fault?.findings).toMatchObject([
      {
        code: 'stack-failed',
        says: expect.stringContaining('Topic (AWS::SNS::Topic) failed: cannot be called fail-this'),
      },
    ])
    expect(failedOf(events)[1]?.says).toContain('not started')
    expect(await here.statuses()).toEqual([
      'hello-cluster ROLLBACK_COMPLETE',
      'hello-network CREATE_COMPLETE',
      'hello-tables CREATE_COMPLETE',
    ])
  })

  it('removes a stack whose creation failed, creates it again, and goes on', async () => {
    await using here = await startEnvironment()
    const bad = topicStack('cluster', 'fail-this', [network])
    await here.deploy(manifestWith(network, bad, topicStack('service', 's', [bad])))
    const events = outlineOf(await here.deploy(manifestWith(network, cluster, topicStack('service', 's', [cluster]))))
    expect(events).toContain('hello-cluster started: recreate')
    expect(events).toContain('hello-cluster done: created')
    expect(await here.statuses()).toEqual(['cluster', 'network', 'service'].map((id) => `hello-${id} CREATE_COMPLETE`))
  })

  it('leaves a stack as it was when its update fails, and can be run again', async () => {
    await using here = await startEnvironment()
    await here.deploy(manifestWith(tables))
    const events = await here.deploy(manifestWith(topicStack('tables', 'fail-update')))
    expect(failedOf(events)[0]?.says).toContain('the stack is UPDATE_ROLLBACK_COMPLETE')
    expect([...here.topics.values()]).toMatchObject([{ DisplayName: 'tab' }])
    expect(outlineOf(await here.deploy(manifestWith(topicStack('tables', 'new'))))).toContain(
      'hello-tables done: updated',
    )
  })

  it('tells what a stack does while it does it', async () => {
    await using here = await startEnvironment()
    const events = await here.deploy(manifestWith(tables))
    expect(events.filter(({ is }) => is === 'progress').map(({ says }) => says)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('CREATE_IN_PROGRESS Topic AWS::SNS::Topic'),
        expect.stringContaining('CREATE_COMPLETE Topic AWS::SNS::Topic'),
      ]),
    )
  })

  it('passes parameters and tags on', async () => {
    await using here = await startEnvironment()
    const given = stackFile('tables', {
      template: JSON.stringify({
        Parameters: { Called: { Type: 'String' } },
        Resources: { Topic: topic({ DisplayName: { Ref: 'Called' } }) },
      }),
      parameters: { Called: 'so' },
      tags: { 'launchway:stack': 'tables' },
    })
    await here.deploy(manifestWith(given))
    expect([...here.topics.values()]).toMatchObject([{ DisplayName: 'so' }])
    expect((await here.describe('hello-tables')).Tags).toEqual([{ Key: 'launchway:stack', Value: 'tables' }])
  })

  it('waits for what someone else is doing to a stack, then does its own', async () => {
    await using here = await startEnvironment()
    const theirs = here.create('hello-tables', { Resources: { Topic: topic({ DisplayName: 'wait' }) } })
    const deadline = AbortSignal.timeout(10_000)
    while ((await here.statuses())[0] !== 'hello-tables CREATE_IN_PROGRESS') deadline.throwIfAborted()
    const plan = await preview(here.cloud, manifestWith(tables), 'mine')
    expect(plan.stacks).toMatchObject([{ kind: 'create', predicted: true }])
    const events: Event[] = []
    for await (const event of run(plan, { cloud: here.cloud, clock, run: 'mine' })) {
      events.push(event)
      if (event.says.includes('someone else is at it')) here.release()
    }
    await theirs
    expect(outlineOf(events)).toContain('hello-tables done: updated')
    expect([...here.topics.values()]).toMatchObject([{ DisplayName: 'tab' }])
  })
})

describe('a plan that is no longer true', () => {
  it.each([
    [
      'was updated since',
      async (here: Environment) => void (await here.deploy(manifestWith(topicStack('tables', 'x')))),
    ],
    ['was removed since', async (here: Environment) => void (await here.remove('hello-tables'))],
    [
      'was removed and created since',
      async (here: Environment) => {
        await here.remove('hello-tables')
        await here.deploy(manifestWith(tables))
      },
    ],
  ])('is refused before anything changes: the stack %s', async (_, change) => {
    await using here = await startEnvironment()
    await here.deploy(manifestWith(tables))
    const plan = await preview(here.cloud, manifestWith(topicStack('tables', 'mine'), network), 'mine')
    await change(here)
    const before = await here.statuses()
    await expect(eventsOf(run(plan, { cloud: here.cloud, clock, run: 'mine' }))).rejects.toMatchObject({
      findings: [{ code: 'plan-is-stale', says: 'changed since the plan was made: hello-tables' }],
      exit: 1,
    })
    expect(await here.statuses()).toEqual(before)
  })

  it('is refused when someone created the stack since', async () => {
    await using here = await startEnvironment()
    const plan = await preview(here.cloud, manifestWith(tables), 'mine')
    await here.deploy(manifestWith(tables))
    await expect(eventsOf(run(plan, { cloud: here.cloud, clock, run: 'mine' }))).rejects.toThrow('hello-tables')
  })
})

type Environment = Awaited<ReturnType<typeof startEnvironment>>

class Killed extends Error {}

// AWS has done the nth call, but its answer never arrives, and nothing is asked any more: as if the process was killed.
const killedAfter = (cloud: Cloud, calls: number, executed: string[]): Cloud => {
  let count = 0
  return listenedTo(cloud, (call, [given]) => {
    if (count < calls && call === 'stacks.execute') executed.push(String((given as { stackId: string }).stackId))
    count += 1
    if (count >= calls) throw new Killed()
  })
}

describe('a deployment that is killed', () => {
  it.each(Array.from({ length: 24 }, (_, at) => 1 + at * 2))(
    'after call %i comes to its end when it is run again, and makes nothing twice',
    async (calls) => {
      await using here = await startEnvironment()
      const executed: string[] = []
      await here.deploy(all, killedAfter(here.cloud, calls, executed)).catch((error) => {
        if (!(error instanceof Killed)) throw error
      })
      const events = await here.deploy(
        all,
        listenedTo(here.cloud, (call, [given]) => {
          if (call === 'stacks.execute') executed.push(String((given as { stackId: string }).stackId))
        }),
      )
      expect(failedOf(events)).toEqual([])
      expect(await here.statuses()).toEqual(complete)
      expect(new Set(executed).size).toBe(executed.length)
      expect(here.topics.size).toBe(4)
    },
  )

  it('can be run again under its own name: the change set it had made is replaced', async () => {
    await using here = await startEnvironment()
    await here.deploy(manifestWith(tables))
    const changed = manifestWith(topicStack('tables', 'new'))
    const again = async (cloud: Cloud) =>
      eventsOf(run(await preview(cloud, changed, 'one'), { cloud, clock, run: 'one' }))
    let prepared = 0
    await expect(
      again(
        listenedTo(here.cloud, (call) => {
          if (call === 'stacks.prepare' && ++prepared === 2) throw new Killed()
        }),
      ),
    ).rejects.toThrow(Killed)
    expect(await here.changeSets('hello-tables')).toContain('launchway-one')
    expect(outlineOf(await again(here.cloud))).toContain('hello-tables done: updated')
  })
})
