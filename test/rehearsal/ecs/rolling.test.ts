import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Decision, decide, limits, type RollingTask, type Rollout } from '../../../rehearsal/ecs/rolling.ts'

const tasks = (prefix: string, ...states: RollingTask['state'][]): RollingTask[] =>
  states.map((state, index) => ({ id: `${prefix}${index}`, state }))
const rollout = (given: Partial<Rollout>): Rollout => ({
  desired: 2,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  current: [],
  old: [],
  mayStart: true,
  ...given,
})

test.each<[string, Partial<Rollout>, Partial<Decision>]>([
  ['a new service starts all its tasks', {}, { start: 2, stop: [] }],
  [
    '100/200: new ones are started beside the old ones',
    { old: tasks('o', 'healthy', 'healthy') },
    { start: 2, stop: [] },
  ],
  [
    'an old one goes when a new one is healthy',
    { current: tasks('n', 'healthy', 'starting'), old: tasks('o', 'healthy', 'healthy') },
    { start: 0, stop: ['o0'] },
  ],
  [
    '50/100: half of the old ones make room',
    {
      desired: 4,
      minimumHealthyPercent: 50,
      maximumPercent: 100,
      old: tasks('o', 'healthy', 'healthy', 'healthy', 'healthy'),
    },
    { start: 2, stop: ['o0', 'o1'] },
  ],
  [
    '0/100: all old ones make room',
    { minimumHealthyPercent: 0, maximumPercent: 100, old: tasks('o', 'healthy', 'healthy') },
    { start: 2, stop: ['o0', 'o1'] },
  ],
  [
    '100/150 of 2: one more at a time',
    { maximumPercent: 150, old: tasks('o', 'healthy', 'healthy') },
    { start: 1, stop: [] },
  ],
  ['an old task that never ran goes at once', { old: tasks('o', 'healthy', 'starting') }, { start: 2, stop: ['o1'] }],
  [
    'scaling in takes the newest, unhealthy ones first',
    { desired: 1, current: tasks('n', 'healthy', 'healthy', 'waiting') },
    { start: 0, stop: ['n2', 'n1'] },
  ],
  [
    '100/100 can do nothing',
    { maximumPercent: 100, old: tasks('o', 'healthy', 'healthy') },
    { start: 0, stop: [], deadlock: true },
  ],
  [
    'one task with 100/150 can do nothing',
    { desired: 1, maximumPercent: 150, old: tasks('o', 'healthy') },
    { deadlock: true },
  ],
  [
    '100/100 can replace missing tasks',
    { maximumPercent: 100, old: tasks('o', 'healthy') },
    { start: 1, stop: [], deadlock: false },
  ],
  [
    'nothing is started while throttled',
    { mayStart: false, old: tasks('o', 'healthy', 'healthy') },
    { start: 0, stop: [], deadlock: false },
  ],
  ['the desired count 0 stops everything', { desired: 0, current: tasks('n', 'healthy') }, { start: 0, stop: ['n0'] }],
])('%s', (_, given, expected) => {
  expect(decide(rollout(given))).toMatchObject(expected)
})

const anyTasks = (prefix: string) =>
  fc
    .array(fc.constantFrom<RollingTask['state']>('starting', 'waiting', 'healthy'), { maxLength: 12 })
    .map((states) => tasks(prefix, ...states))
const anyRollout = fc.record<Rollout>({
  desired: fc.nat({ max: 10 }),
  minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
  maximumPercent: fc.integer({ min: 100, max: 200 }),
  current: anyTasks('n'),
  old: anyTasks('o'),
  mayStart: fc.boolean(),
})

test('no decision takes healthy tasks below the minimum or starts tasks above the maximum', () => {
  fc.assert(
    fc.property(anyRollout, (given) => {
      const { minimum, maximum } = limits(given)
      const { start, stop } = decide(given)
      const all = [...given.current, ...given.old]
      const left = all.filter((task) => !stop.includes(task.id))
      const healthy = (list: readonly RollingTask[]) => list.filter((task) => task.state === 'healthy').length
      if (healthy(left) < healthy(all)) expect(healthy(left)).toBeGreaterThanOrEqual(Math.min(minimum, healthy(all)))
      if (start > 0) expect(left.length + start).toBeLessThanOrEqual(maximum)
      expect(new Set(stop).size).toBe(stop.length)
    }),
    { numRuns: 1_000 },
  )
})

test('whatever is there, repeated decisions end in the desired tasks of the new deployment or in a reported deadlock', () => {
  fc.assert(
    fc.property(anyRollout, (given) => {
      let state: Rollout = { ...given, mayStart: true }
      let next = 0
      for (let round = 0; round < 200; round++) {
        const { start, stop, deadlock } = decide(state)
        if (deadlock) {
          expect(limits(given).maximum).toBeLessThanOrEqual(state.current.length + state.old.length)
          return
        }
        const keep = (task: RollingTask) => !stop.includes(task.id)
        const matured = state.current.filter(keep).map((task) => ({ ...task, state: 'healthy' as const }))
        const fresh = Array.from({ length: start }, () => ({ id: `f${next++}`, state: 'starting' as const }))
        state = { ...state, current: [...matured, ...fresh], old: state.old.filter(keep) }
        if (state.old.length === 0 && state.current.length === given.desired && start === 0) return
      }
      throw new Error(`no end: ${JSON.stringify(state)}`)
    }),
    { numRuns: 1_000 },
  )
})
