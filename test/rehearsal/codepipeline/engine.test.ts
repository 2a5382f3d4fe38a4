import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../rehearsal/clock.ts'
import type { ActionProvider } from '../../../rehearsal/codepipeline/action.ts'
import { declarationOf, type ExecutionMode } from '../../../rehearsal/codepipeline/declaration.ts'
import { pipelineEngine } from '../../../rehearsal/codepipeline/engine.ts'
import type { Execution } from '../../../rehearsal/codepipeline/execution.ts'
import type { World } from '../../../rehearsal/world.ts'

const stage = (name: string, category: string, more = {}) => ({
  name,
  actions: [{ name, actionTypeId: { category, owner: 'AWS', provider: name, version: '1' }, ...more }],
})

const minute = 60_000

interface Ends {
  readonly minutes: number
  readonly succeeds: boolean
}

/** A pipeline Source → Build → Deploy whose actions take the time that `takes` says, and what Deploy deployed. */
const bench = (mode: ExecutionMode, takes: (stage: string, commit: string) => Ends, stages = {}) => {
  const clock = fakeClock()
  let next = 0
  const world = { clock, id: () => `id-${++next}`, region: 'r', notice: () => {}, signal: new AbortController().signal }
  const deployed: string[] = []
  const inside = new Map<string, number>()
  let most = 0
  const provider: ActionProvider = async ({ action, wanted, sourceRevision, signal }) => {
    const commit = wanted?.commit ?? sourceRevision ?? 'none'
    const here = (inside.get(action.name) ?? 0) + 1
    inside.set(action.name, here)
    most = Math.max(most, here)
    const { minutes, succeeds } = takes(action.name, commit)
    await clock.sleep(minutes * minute, signal)
    inside.set(action.name, (inside.get(action.name) ?? 0) - 1)
    if (signal.aborted || !succeeds) return { status: 'Failed', error: { code: 'JobFailed', message: 'no' } }
    if (action.name === 'Deploy') deployed.push(commit)
    return { status: 'Succeeded', ...(wanted ? { revision: { id: commit, summary: '', url: '' } } : {}) }
  }
  const given = {
    name: 'p',
    pipelineType: 'V2',
    executionMode: mode,
    stages: [stage('Source', 'Source'), stage('Build', 'Build'), { ...stage('Deploy', 'Deploy'), ...stages }],
  }
  const engine = pipelineEngine(declarationOf(given, 1), {
    world: world as unknown as World,
    store: { get: async () => undefined, put: async () => {} },
    provider: () => provider,
    changed: () => {},
  })
  const push = (commit: string): Execution =>
    engine.start({ trigger: { type: 'WebhookV2', detail: commit }, wanted: new Map([['Source', { commit }]]) })
  return { clock, engine, deployed, push, most: () => most }
}

const quick = { minutes: 1, succeeds: true }

describe('the pipeline engine', () => {
  const pushes = fc.array(fc.record({ pause: fc.nat(9), source: fc.nat(3), build: fc.nat(12), deploy: fc.nat(6) }), {
    minLength: 1,
    maxLength: 12,
  })

  it.each(['SUPERSEDED', 'QUEUED'] as const)(
    'deploys the last commit last, whatever the pushes, in %s mode',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(pushes, async (all) => {
          const takes = (name: string, commit: string) => {
            const one = all[Number(commit)] as (typeof all)[number]
            return { minutes: { Source: one.source, Build: one.build, Deploy: one.deploy }[name] ?? 0, succeeds: true }
          }
          const { clock, push, deployed, engine, most } = bench(mode, takes)
          for (const [index, { pause }] of all.entries()) {
            await clock.advance(pause * minute)
            push(String(index))
          }
          await clock.advance(400 * minute)
          expect(deployed.at(-1)).toBe(String(all.length - 1))
          expect(deployed.map(Number)).toEqual([...deployed].map(Number).sort((a, b) => a - b))
          expect(most()).toBe(1)
          const ends = engine.executions().map((one) => one.status)
          expect(
            ends.every((status) => status === 'Succeeded' || (mode === 'SUPERSEDED' && status === 'Superseded')),
          ).toBe(true)
          if (mode === 'QUEUED') expect(deployed).toHaveLength(all.length)
        }),
        { numRuns: 60 },
      )
    },
  )

  it('supersedes the execution that waits between stages, never the one inside', async () => {
    const { clock, push, deployed } = bench('SUPERSEDED', (name) =>
      name === 'Deploy' ? { minutes: 30, succeeds: true } : quick,
    )
    const all = [push('a')]
    for (const commit of ['b', 'c']) {
      await clock.advance(5 * minute)
      all.push(push(commit))
    }
    await clock.advance(5 * minute)
    expect(all.map((one) => one.status)).toEqual(['InProgress', 'Superseded', 'InProgress'])
    await clock.advance(60 * minute)
    expect(deployed).toEqual(['a', 'c'])
  })

  it('runs executions side by side in PARALLEL mode', async () => {
    const { clock, push, deployed, most } = bench('PARALLEL', (_, commit) => ({
      minutes: commit === 'slow' ? 10 : 1,
      succeeds: true,
    }))
    push('slow')
    push('fast')
    await clock.advance(60 * minute)
    expect(deployed).toEqual(['fast', 'slow'])
    expect(most()).toBe(2)
  })

  it('lets the next execution in after a failed one', async () => {
    const { clock, push, deployed } = bench('QUEUED', (name, commit) => ({
      minutes: 1,
      succeeds: name !== 'Build' || commit !== 'bad',
    }))
    const bad = push('bad')
    push('good')
    await clock.advance(10 * minute)
    expect([bad.status, bad.stageStatus.get('Build'), deployed]).toEqual(['Failed', 'Failed', ['good']])
  })

  it('holds executions before a disabled transition and lets the newest through when it is enabled', async () => {
    const { clock, push, deployed, engine } = bench('SUPERSEDED', () => quick)
    engine.setTransition('Deploy', { enabled: false, changedBy: 'me', reason: 'freeze' })
    const all = ['a', 'b'].map((commit) => push(commit))
    await clock.advance(30 * minute)
    expect([deployed, all.map((one) => one.status)]).toEqual([[], ['Superseded', 'InProgress']])
    engine.setTransition('Deploy', { enabled: true, changedBy: 'me' })
    await clock.advance(5 * minute)
    expect(deployed).toEqual(['b'])
  })

  it('stops after the running action, or at once when it is abandoned', async () => {
    const { clock, push, engine, deployed } = bench('QUEUED', () => ({ minutes: 10, succeeds: true }))
    const [first, second] = [push('a'), push('b')]
    await clock.advance(minute)
    engine.stop(first.id, { abandon: false, reason: 'no' })
    expect(first.status).toBe('Stopping')
    await clock.advance(10 * minute)
    expect([first.status, first.summary, first.actions.get('Source/Source')?.status]).toEqual([
      'Stopped',
      'no',
      'Succeeded',
    ])
    engine.stop(second.id, { abandon: true })
    await clock.advance(0)
    expect([second.status, second.actions.get('Source/Source')?.status]).toEqual(['Stopped', 'Abandoned'])
    expect(() => engine.stop(second.id, { abandon: true })).toThrow(/cannot be stopped/)
    expect(deployed).toEqual([])
  })

  it('ends an action at its timeout', async () => {
    const slow = { actions: [{ ...stage('Deploy', 'Deploy').actions[0], timeoutInMinutes: 5 }] }
    const { clock, push } = bench('QUEUED', () => ({ minutes: 20, succeeds: true }), slow)
    const one = push('a')
    await clock.advance(60 * minute)
    expect(one.actions.get('Deploy/Deploy')).toMatchObject({ status: 'Failed', error: { code: 'JobTimedOut' } })
  })

  it('retries a stage once by itself when OnFailure says RETRY', async () => {
    let tries = 0
    const onFailure = { onFailure: { result: 'RETRY', retryConfiguration: { retryMode: 'FAILED_ACTIONS' } } }
    const { clock, push, deployed } = bench(
      'QUEUED',
      (name) => ({ minutes: 1, succeeds: name !== 'Deploy' || ++tries > 1 }),
      onFailure,
    )
    push('a')
    await clock.advance(10 * minute)
    expect([deployed, tries]).toEqual([['a'], 2])
  })

  it('refuses a rollback in PARALLEL mode, of the source stage, and to an execution that did not get there', async () => {
    const { clock, push, engine } = bench('QUEUED', (name) => ({ minutes: 1, succeeds: name !== 'Deploy' }))
    const { id } = push('a')
    await clock.advance(10 * minute)
    const trigger = { type: 'ManualRollback', detail: '' }
    expect(() => engine.rollback('Source', id, trigger)).toThrow(/source stage/)
    expect(() => engine.rollback('Deploy', id, trigger)).toThrow(/did not succeed/)
    expect(() => bench('PARALLEL', () => quick).engine.rollback('Deploy', id, trigger)).toThrow(
      /Could not find|PARALLEL/,
    )
  })
})
