import { describe, expect, it } from 'vitest'
import type { Event } from '#model'
import { channel } from '#pipelines/channel.ts'
import type { StoppedTask } from '#pipelines/cloud/index.ts'
import { watchService } from '#pipelines/watch-service.ts'
import { aCloud, aService, at, hurryingClock, type Script } from './a-cloud.ts'
import { eventsOf } from './an-environment.ts'

const watched = async (script: Script, over = () => false): Promise<readonly string[]> => {
  const to = channel<Event>()
  const rollout = { cluster: 'main', service: 'api', since: at(0), over }
  await watchService({ cloud: aCloud(script), clock: hurryingClock() }, rollout, to)
  to.close()
  return (await eventsOf(to)).map((event) => `${event.is}: ${event.says}`)
}

const event = (id: string, seconds: number) => ({ id, at: at(seconds), says: `event ${id}` })

const task = (more: Partial<StoppedTask> = {}): StoppedTask => ({
  task: '0123456789abcdef',
  stoppedAt: at(5),
  reason: 'Task failed ELB health checks',
  containers: [{ name: 'api', exitCode: 1 }],
  lastLines: ['listening', 'the database is gone'],
  ...more,
})

describe('watching a rollout', () => {
  it('succeeds when ECS says so, telling each event once and in the order of time', async () => {
    const first = [event('b', 2), event('a', 1)]
    expect(
      await watched({
        services: [
          aService('IN_PROGRESS', { events: first, running: 1 }),
          aService('SUCCESSFUL', { events: [event('c', 3), ...first] }),
        ],
      }),
    ).toEqual(['progress: event a', 'progress: event b', 'progress: event c', 'done: SUCCESSFUL; 2 of 2 tasks run'])
  })

  it.each(['ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'STOPPED'] as const)('fails when it ends %s', async (status) => {
    expect(await watched({ services: [aService(status, { reason: 'why' })] })).toEqual([
      `failed: ${status}: why; 2 of 2 tasks run`,
    ])
  })

  it('tells why a task stopped and its last lines, once, before the rollback is over', async () => {
    expect(
      await watched({
        services: [aService('IN_PROGRESS'), aService('ROLLBACK_IN_PROGRESS'), aService('ROLLBACK_SUCCESSFUL')],
        stopped: [[], [task()], []],
      }),
    ).toEqual([
      'progress: task 01234567 stopped: Task failed ELB health checks (api exited with 1)',
      'progress:   01234567 | listening',
      'progress:   01234567 | the database is gone',
      'failed: ROLLBACK_SUCCESSFUL; 2 of 2 tasks run',
    ])
  })

  it('shows the last five lines of many, and the reason of a container that never ran', async () => {
    const said = await watched({
      services: [aService('ROLLBACK_SUCCESSFUL')],
      stopped: [
        [
          task({
            reason: 'Essential container in task exited',
            containers: [{ name: 'api', reason: 'CannotPullContainerError: not found' }],
            lastLines: Array.from({ length: 20 }, (_, line) => `line ${line}`),
          }),
        ],
      ],
    })
    expect(said[0]).toContain('(api: CannotPullContainerError: not found)')
    expect(said.filter((line) => line.includes('| line'))).toEqual(
      [15, 16, 17, 18, 19].map((line) => `progress:   01234567 | line ${line}`),
    )
  })

  it.each([
    ['made room for its successor', task({ reason: 'Scaling activity initiated by (deployment ecs-svc/1)' })],
    ['stopped before this rollout', task({ stoppedAt: at(-1) })],
    ['has not stopped yet', task({ stoppedAt: undefined })],
  ])('says nothing of a task that %s', async (_, stopped) => {
    expect(await watched({ services: [aService('SUCCESSFUL')], stopped: [[stopped]] })).toEqual([
      'done: SUCCESSFUL; 2 of 2 tasks run',
    ])
  })

  it('says nothing of events and verdicts of earlier rollouts', async () => {
    const earlier = { id: 'zero', at: at(-10), status: 'ROLLBACK_FAILED' } as const
    expect(
      await watched({
        services: [
          aService('PENDING', { events: [event('old', -5)], rollouts: [earlier] }),
          aService('SUCCESSFUL', { rollouts: [{ id: 'one', at: at(1), status: 'SUCCESSFUL' }, earlier] }),
        ],
      }),
    ).toEqual(['done: SUCCESSFUL; 2 of 2 tasks run'])
  })

  it('ends without a verdict when whoever started it is done and no rollout has begun: it was superseded', async () => {
    let looks = 0
    expect(await watched({ services: [aService('PENDING', { rollouts: [] })] }, () => ++looks > 3)).toEqual([])
    expect(looks).toBe(4)
  })

  it('fails when the service does not exist', async () => {
    expect(await watched({ services: [undefined] })).toEqual(['failed: the service does not exist'])
  })
})
