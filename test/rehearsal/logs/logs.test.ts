import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fakeClock } from '../../../rehearsal/clock.ts'
import { filterPattern } from '../../../rehearsal/logs/filter-pattern.ts'
import { logs } from '../../../rehearsal/logs/logs.ts'
import { call, contextOf, make, providerOf, sampleWorld } from '../processes/sample-world.ts'

const start = () => {
  const clock = fakeClock()
  const { world } = sampleWorld({ clock, home: '/nowhere' })
  return { clock, world, ...logs(world) }
}

test('a follower reads every line once, whatever the page size and whenever it asks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 5 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      async (batches, limit) => {
        const { service, api } = start()
        api.write('g', 's', 'first')
        const written = ['first']
        const read: string[] = []
        let nextToken: string | undefined
        const follow = async () => {
          for (;;) {
            const page = await call(service, 'GetLogEvents', {
              logGroupName: 'g',
              logStreamName: 's',
              startFromHead: true,
              limit,
              nextToken,
            })
            read.push(...page.events.map(({ message }: { message: string }) => message))
            if (page.nextForwardToken === nextToken) return
            nextToken = page.nextForwardToken
          }
        }
        for (const size of batches) {
          for (let i = 0; i < size; i++) {
            written.push(`line ${written.length}`)
            api.write('g', 's', written.at(-1) ?? '')
          }
          await follow()
        }
        await follow()
        expect(read).toEqual(written)
      },
    ),
  )
})

test('without startFromHead the newest page comes first, and the backward token leads to older ones', async () => {
  const { service, api } = start()
  for (let i = 0; i < 5; i++) api.write('g', 's', String(i))
  const texts = (page: { events: { message: string }[] }) => page.events.map(({ message }) => message)
  const input = { logGroupName: 'g', logStreamName: 's', limit: 2 }
  const newest = await call(service, 'GetLogEvents', input)
  expect(texts(newest as never)).toEqual(['3', '4'])
  const older = await call(service, 'GetLogEvents', { ...input, nextToken: newest.nextBackwardToken })
  expect(texts(older as never)).toEqual(['1', '2'])
  await expect(call(service, 'GetLogEvents', { ...input, nextToken: 'x' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
})

test('FilterLogEvents interleaves streams by time, filters and pages', async () => {
  const { service, api, clock } = start()
  for (const [stream, line] of [
    ['a', 'one ok'],
    ['b', 'two ERROR'],
    ['a', 'three ERROR'],
    ['b', 'four'],
  ] as const) {
    api.write('g', stream, line)
    await clock.advance(1_000)
  }
  const all = await call(service, 'FilterLogEvents', { logGroupName: 'g', limit: 3 })
  expect(all.events.map((one: { message: string }) => one.message)).toEqual(['one ok', 'two ERROR', 'three ERROR'])
  const rest = await call(service, 'FilterLogEvents', { logGroupName: 'g', limit: 3, nextToken: all.nextToken })
  expect(rest.events).toMatchObject([{ message: 'four', logStreamName: 'b' }])
  const errors = await call(service, 'FilterLogEvents', {
    logGroupName: 'g',
    filterPattern: 'ERROR',
    logStreamNames: ['a'],
  })
  expect(errors.events).toMatchObject([{ message: 'three ERROR' }])
})

test.each([
  ['', 'anything', true],
  ['ERROR', 'an ERROR here', true],
  ['ERROR here', 'here an ERROR', true],
  ['"an ERROR"', 'ERROR an', false],
  ['?warn ?ERROR', 'warn', true],
  ['?warn ?ERROR', 'info', false],
  ['ERROR -exit', 'ERROR exit', false],
  ['%E[0-9]+%', 'code E42', true],
  ['{ $.level = "error" }', '{"level":"error"}', true],
  ['{ $.level = "err*" }', '{"level":"error"}', true],
  ['{ $.status >= 500 }', '{"status":503}', true],
  ['{ $.a.b != 1 }', '{"a":{"b":2}}', true],
  ['{ $.level = "error" }', 'not json', false],
])('the pattern %j on %j: %s', (pattern, message, matches) => {
  expect(filterPattern(pattern)(message)).toBe(matches)
})

test('a pattern that is not read is refused, not ignored', () => {
  expect(() => filterPattern('{ ($.a = 1) || ($.b = 2) }')).toThrow(/Invalid filter pattern/)
})

test('groups and streams are made, listed, refused twice, and deleted', async () => {
  const { service, api } = start()
  await call(service, 'CreateLogGroup', { logGroupName: '/ecs/web' })
  await expect(call(service, 'CreateLogGroup', { logGroupName: '/ecs/web' })).rejects.toMatchObject({
    code: 'ResourceAlreadyExistsException',
  })
  await call(service, 'CreateLogStream', { logGroupName: '/ecs/web', logStreamName: 'app/1' })
  await call(service, 'PutLogEvents', {
    logGroupName: '/ecs/web',
    logStreamName: 'app/1',
    logEvents: [{ timestamp: 5, message: 'x' }],
  })
  expect(await call(service, 'DescribeLogGroups', { logGroupNamePrefix: '/ecs' })).toMatchObject({
    logGroups: [{ logGroupName: '/ecs/web' }],
  })
  expect(await call(service, 'DescribeLogStreams', { logGroupName: '/ecs/web' })).toMatchObject({
    logStreams: [{ logStreamName: 'app/1', lastEventTimestamp: 5 }],
  })
  expect(api.tail('/ecs/web', 'app/1', 3)).toEqual(['x'])
  await call(service, 'DeleteLogGroup', { logGroupName: '/ecs/web' })
  await expect(
    call(service, 'GetLogEvents', { logGroupName: '/ecs/web', logStreamName: 'app/1' }),
  ).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
})

test('the resource has its name as Ref and an ARN for all its streams', async () => {
  const { service, world } = start()
  const made = await make(world, service, 'AWS::Logs::LogGroup', { LogGroupName: '/x', RetentionInDays: 7 })
  expect(made).toEqual({ physicalId: '/x', attributes: { Arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/x:*' } })
  const provider = providerOf(service, 'AWS::Logs::LogGroup')
  await provider.update?.(made, {}, { RetentionInDays: 14 }, contextOf(world))
  expect(await call(service, 'DescribeLogGroups')).toMatchObject({ logGroups: [{ retentionInDays: 14 }] })
  await expect(make(world, service, 'AWS::Logs::LogGroup', { LogGroupName: '/x' })).rejects.toThrow(/already exists/)
  await provider.remove?.(made, {}, contextOf(world))
  expect(await call(service, 'DescribeLogGroups')).toEqual({ logGroups: [] })
})
