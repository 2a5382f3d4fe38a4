import { expect, test } from 'vitest'
import { context, type Job, job, onPullRequest, onRelease, role, script, usePinned, workflow } from '#model'
import { pins } from '#pipelines/workflows/pins.ts'
import { printJob } from '#pipelines/workflows/print-job.ts'
import { aDelivery } from './a-delivery.ts'

const d = aDelivery()
const on = [onRelease(d.repo)]
const production = d.environments[0]
if (!production) throw new Error('no environment')

const printed = (one: Job, ...others: readonly Job[]) =>
  printJob(d, {
    workflow: workflow('x', {
      title: 'X',
      jobs: [one, ...others],
      concurrency: { group: 'x', cancelInProgress: false },
    }),
    job: one,
  })

const named = script('Name it', { run: 'echo', outputs: ['tag'] })

test('the role’s login stands before the first step that touches AWS, and brings the permission', () => {
  const { steps, permissions } = printed(
    job('a', {
      on,
      role: role('deployer', production),
      steps: [
        script('Build', { run: 'npm ci' }),
        script('Deploy', { run: 'aws', grants: [{ may: 'preview-stacks', to: production }] }),
      ],
    }),
  )
  expect(steps?.map((each) => 'name' in each && each.name)).toEqual([
    'Build',
    'Take the role deployer of production',
    'Deploy',
  ])
  expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' })
})

test('a job without a role has neither login nor permission', () => {
  const { steps, permissions } = printed(job('a', { on, steps: [named] }))
  expect(steps).toEqual([{ name: 'Name it', run: 'echo' }])
  expect(permissions).toEqual({ contents: 'read' })
})

test('a step has an id only when something reads it', () => {
  const read = printed(job('a', { on, steps: [named, script('Say', { run: 'echo', env: { T: named.outputs.tag } })] }))
  expect(read.steps?.map((each) => 'id' in each)).toEqual([true, false])
  const given = printed(job('a', { on, steps: [named], gives: { tag: named.outputs.tag } }))
  expect(given.steps?.[0]).toMatchObject({ id: 'name-it' })
  expect(given.outputs).toEqual({ tag: '${{ steps.name-it.outputs.tag }}' })
})

test('a job needs the jobs that it reads, and those it comes after', () => {
  const a = job('a', { on, steps: [named], gives: { tag: named.outputs.tag } })
  const b = job('b', { on, steps: [] })
  const c = job('c', {
    on,
    after: [b],
    if: a.succeeded,
    steps: [script('Say', { run: 'echo', env: { T: a.outputs.tag } })],
  })
  const { needs, if: condition } = printed(c, a, b)
  expect(needs).toEqual(['b', 'a'])
  expect(condition).toBe("needs.a.result == 'success'")
})

test('a condition of its own and that of its triggers both hold', () => {
  const one = job('a', { on: [onPullRequest(d.repo)], if: context.fromThisRepository, steps: [] })
  expect(printed(one, job('b', { on, steps: [] })).if).toBe(
    "github.event_name == 'pull_request' && github.base_ref == 'production' && github.event.pull_request.head.repo.full_name == github.repository",
  )
})

test('pinned actions are printed at their commit, which is a whole one', () => {
  const { steps } = printed(job('a', { on, steps: [usePinned('Check out', pins.checkout)] }))
  expect(steps?.[0]).toEqual({ name: 'Check out', uses: `${pins.checkout.action}@${pins.checkout.commit}` })
  for (const pin of Object.values(pins)) expect(pin.commit).toMatch(/^[0-9a-f]{40}$/)
})
