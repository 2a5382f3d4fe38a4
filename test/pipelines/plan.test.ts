import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault, type LiveStack } from '#model'
import type { Seen } from '#pipelines/observe.ts'
import { inOrder, plan, predictedChanges, seenOf } from '#pipelines/plan.ts'
import { manifestWith, stackFile } from './an-environment.ts'

const live = (status: string): LiveStack => ({ name: 'hello-a', id: 'arn:a', status, changedAt: 'then', outputs: {} })
const change = { action: 'Add', logicalId: 'Topic', type: 'AWS::SNS::Topic', properties: [] } as const

// Stacks 0…n, each needing some before it, then shuffled: every acyclic graph is one of these.
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((graph) =>
    graph.map((needs, at) =>
      stackFile(`s${at}`, { needs: at === 0 ? [] : [...new Set(needs.map((need) => `hello-s${need % at}`))] }),
    ),
  )
  .chain((stacks) => fc.shuffledSubarray(stacks, { minLength: stacks.length, maxLength: stacks.length }))

describe('the order of stacks', () => {
  it('puts every stack of any acyclic graph after all it needs, each once', () => {
    fc.assert(
      fc.property(acyclic, (stacks) => {
        const names = inOrder(stacks).map((stack) => stack.name)
        expect([...names].sort()).toEqual(stacks.map((stack) => stack.name).sort())
        for (const stack of stacks)
          for (const need of stack.needs) expect(names.indexOf(need)).toBeLessThan(names.indexOf(stack.name))
      }),
    )
  })

  it('refuses any graph with a cycle, naming its stacks', () => {
    fc.assert(
      fc.property(acyclic, fc.integer({ min: 1, max: 4 }), (stacks, length) => {
        const cycle = Array.from({ length }, (_, at) => stackFile(`c${at}`, { needs: [`hello-c${(at + 1) % length}`] }))
        expect(() => inOrder([...stacks, ...cycle])).toThrow('hello-c0')
      }),
    )
  })

  it.each([
    ['as given when nothing is needed', { b: [], a: [], c: [] }, 'b a c'],
    ['a chain', { c: ['b'], b: ['a'], a: [] }, 'a b c'],
    ['a diamond', { d: ['b', 'c'], b: ['a'], c: ['a'], a: [] }, 'a b c d'],
    ['a need that is not deployed here', { a: ['elsewhere'] }, 'a'],
  ])('is %s', (_, graph: Record<string, string[]>, expected) => {
    const stacks = Object.entries(graph).map(([id, needs]) => stackFile(id, { needs: needs.map((n) => `hello-${n}`) }))
    expect(
      inOrder(stacks)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(expected)
  })

  it('says which stacks of a cycle need each other, and what to do', () => {
    const cycle = [stackFile('a', { needs: ['hello-b'] }), stackFile('b', { needs: ['hello-a'] }), stackFile('free')]
    const failure = (() => {
      try {
        return inOrder(cycle)
      } catch (error) {
        return error
      }
    })()
    expect(failure).toBeInstanceOf(Fault)
    expect((failure as Fault).findings).toMatchObject([
      { code: 'stacks-need-each-other', says: 'these stacks need each other: hello-a, hello-b' },
    ])
  })
})

describe('the changes read off a template', () => {
  const template = JSON.stringify({
    Parameters: { Wanted: { Type: 'String', Default: 'no' } },
    Conditions: { IsWanted: { 'Fn::Equals': [{ Ref: 'Wanted' }, 'yes'] } },
    Resources: {
      Always: { Type: 'AWS::SNS::Topic' },
      Sometimes: { Type: 'AWS::SQS::Queue', Condition: 'IsWanted' },
    },
  })
  it.each([
    [{}, ['Always']],
    [{ Wanted: 'yes' }, ['Always', 'Sometimes']],
  ])('are what its conditions allow with parameters %j', (parameters, expected) => {
    const changes = predictedChanges(stackFile('a', { template, parameters }))
    expect(changes.map(({ logicalId }) => logicalId)).toEqual(expected)
    expect(changes.every(({ action }) => action === 'Add')).toBe(true)
  })

  it('are none for a template that cannot be read', () => {
    expect(predictedChanges(stackFile('a', { template: '{' }))).toEqual([])
  })
})

describe('what happens to a stack', () => {
  it.each<[string, Seen, string, boolean]>([
    ['is not there and can be asked about', { changes: [change] }, 'create', false],
    ['is not there and cannot be asked about', {}, 'create', true],
    ['has only a change set', { stack: live('REVIEW_IN_PROGRESS'), changes: [change] }, 'create', false],
    ['stands and changes', { stack: live('CREATE_COMPLETE'), changes: [change] }, 'update', false],
    ['stands and is as it should be', { stack: live('UPDATE_COMPLETE'), changes: [] }, 'unchanged', false],
    ['failed an update', { stack: live('UPDATE_ROLLBACK_COMPLETE'), changes: [change] }, 'update', false],
    ['failed its creation', { stack: live('ROLLBACK_COMPLETE') }, 'recreate', true],
    ['could not be removed', { stack: live('DELETE_FAILED') }, 'recreate', true],
    ['is being created by someone', { stack: live('CREATE_IN_PROGRESS') }, 'create', true],
    ['is being updated by someone', { stack: live('UPDATE_IN_PROGRESS') }, 'update', true],
    ['stands but waits for one made anew', { stack: live('CREATE_COMPLETE') }, 'update', true],
  ])('that %s is told', (_, seen, kind, predicted) => {
    const { stacks } = plan(manifestWith(stackFile('a')), new Map([['hello-a', seen]]))
    expect(stacks).toMatchObject([{ kind, predicted, seen: seenOf(seen.stack) }])
  })

  it('differs by everything that a deployment may not overlook', () => {
    const stack = live('CREATE_COMPLETE')
    const texts = [
      undefined,
      stack,
      { ...stack, id: 'arn:b' },
      { ...stack, status: 'UPDATE_COMPLETE' },
      { ...stack, changedAt: 'now' },
    ].map(seenOf)
    expect(new Set(texts).size).toBe(texts.length)
  })
})
