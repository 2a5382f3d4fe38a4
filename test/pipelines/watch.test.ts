import { describe, expect, it } from 'vitest'
import type { Event } from '#model'
import { watch } from '#pipelines/watch.ts'
import { aCloud, anAction, aService, at, hurryingClock, type Script } from './a-cloud.ts'
import { eventsOf } from './an-environment.ts'

const watching = (script: Script, execution: string | undefined = 'e1') => ({
  cloud: aCloud(script),
  clock: hurryingClock(),
  pipeline: 'hello-production',
  services: { ApiDeploy: { cluster: 'main', service: 'api' } },
  ...(execution && { execution }),
})

const said = (events: readonly Event[]) => events.map((event) => `${event.subject} ${event.is}: ${event.says}`)

const build = anAction('Build', { externalId: 'build:1' })
const deploy = anAction('Deploy', { action: 'ApiDeploy', provider: 'ECS' })
const ended = { status: 'Succeeded', endedAt: at(12.5) } as const

describe('watching a pipeline execution', () => {
  it('tells each stage once when it starts and ends, the build’s log as it is written, and the end', async () => {
    const events = await eventsOf(
      watch(
        watching({
          executions: [
            { status: 'InProgress' },
            { status: 'InProgress' },
            { status: 'Succeeded', revision: 'c'.repeat(40) },
          ],
          actions: [[build], [build], [{ ...build, ...ended }]],
          log: [['one'], ['two', 'three'], []],
        }),
      ),
    )
    expect(said(events)).toEqual([
      'hello-production started: execution e1',
      'Build/Build started: CodeBuild',
      'Build/Build progress: one',
      'Build/Build progress: two',
      'Build/Build progress: three',
      'Build/Build done: succeeded in 12.5 s',
      'hello-production done: succeeded at cccccccccccc',
    ])
  })

  it('reads the whole log of a build that has ended, not only its next page', async () => {
    const failed = { ...build, status: 'Failed' as const, summary: 'Build terminated with state: FAILED' }
    const events = await eventsOf(
      watch(
        watching({
          executions: [{ status: 'Failed' }],
          actions: [[failed]],
          log: [['one'], ['two'], ['the error'], []],
        }),
      ),
    )
    expect(said(events)).toEqual([
      'hello-production started: execution e1',
      'Build/Build started: CodeBuild',
      'Build/Build progress: one',
      'Build/Build progress: two',
      'Build/Build progress: the error',
      'Build/Build failed: failed: Build terminated with state: FAILED',
      'hello-production failed: failed',
    ])
  })

  it.each(['Failed', 'Stopped', 'Superseded', 'Cancelled'])('that ends %s is a failure', async (status) => {
    const events = await eventsOf(watch(watching({ executions: [{ status: 'InProgress' }, { status }] })))
    expect(said(events).at(-1)).toBe(`hello-production failed: ${status.toLowerCase()}`)
  })

  it('follows the rollout behind a deploy action, and a rollback is a failure with its reason', async () => {
    const events = await eventsOf(
      watch(
        watching({
          executions: [{ status: 'InProgress' }, { status: 'InProgress' }, { status: 'Failed' }],
          actions: [[deploy], [deploy], [{ ...deploy, status: 'Failed' }]],
          services: [aService('IN_PROGRESS'), aService('ROLLBACK_SUCCESSFUL', { reason: 'circuit breaker' })],
        }),
      ),
    )
    expect(said(events)).toContain('service api failed: ROLLBACK_SUCCESSFUL: circuit breaker; 2 of 2 tasks run')
    expect(said(events).at(-1)).toBe('hello-production failed: failed')
  })

  it('waits for the end of a rollout that outlives the pipeline', async () => {
    const events = await eventsOf(
      watch(
        watching({
          executions: [{ status: 'Succeeded' }],
          actions: [[deploy]],
          services: [...Array.from({ length: 5 }, () => aService('IN_PROGRESS')), aService('SUCCESSFUL')],
        }),
      ),
    )
    expect(said(events).slice(-2)).toEqual([
      'service api done: SUCCESSFUL; 2 of 2 tasks run',
      'hello-production done: succeeded',
    ])
  })

  it('takes the newest execution unless told', async () => {
    const events = await eventsOf(watch(watching({ latest: { id: 'newest', status: 'Succeeded' } }, '')))
    expect(said(events)[0]).toBe('hello-production started: execution newest')
  })

  it('says that nothing has run, and how to start it', async () => {
    await expect(eventsOf(watch(watching({}, '')))).rejects.toMatchObject({
      findings: [{ code: 'nothing-to-watch', fix: expect.stringContaining('start-pipeline-execution') }],
      exit: 1,
    })
  })

  it('ends with what AWS refuses, after everything that was said before', async () => {
    const given = watching({ executions: [{ status: 'InProgress' }] })
    const events: Event[] = []
    const refused = new Error('refused')
    const reading = (async () => {
      for await (const event of watch({
        ...given,
        cloud: { ...given.cloud, executions: { ...given.cloud.executions, actions: () => Promise.reject(refused) } },
      })) {
        events.push(event)
        // A reader that is slower than the failure.
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    await expect(reading).rejects.toBe(refused)
    expect(said(events)).toEqual(['hello-production started: execution e1'])
  })
})
