import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { expect, test } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { events } from '#rehearsal/events/events.ts'
import { awsError } from '#rehearsal/service.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:told'
const queueArn = 'arn:aws:sqs:eu-west-1:111111111111:told'

const startEvents = async (denied = false) => {
  const clock = fakeClock()
  const calls: { to: string; body: unknown; attributes?: unknown }[] = []
  const aws = await startTestAws({
    clock,
    services: (world) => ({
      services: [
        events(world, {
          invoke: (to, payload) => {
            if (denied) throw awsError('AccessDeniedException', 'not allowed', 403)
            calls.push({ to, body: JSON.parse(payload) })
          },
          send: (to, body, attributes) =>
            void calls.push({ to, body: JSON.parse(body), ...(attributes && { attributes }) }),
          queueExists: () => true,
        }).service,
      ],
    }),
  })
  const client = new EventBridgeClient(clientOf(aws))
  const rule = async (Name: string, given: object, target: object) => {
    await client.send(new PutRuleCommand({ Name, ...given }))
    await client.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'one', Arn: functionArn, ...target }] }))
  }
  const put = (Detail: object) =>
    client.send(
      new PutEventsCommand({ Entries: [{ Source: 'my.app', DetailType: 'Ordered', Detail: JSON.stringify(Detail) }] }),
    )
  return { client, clock, calls, rule, put, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

const EventPattern = JSON.stringify({ source: ['my.app'], detail: { total: [{ numeric: ['>', 10] }] } })

test('an event reaches the targets of the rules that it matches, whole', async () => {
  await using local = await startEvents()
  await local.rule('large', { EventPattern }, {})
  await local.put({ total: 5 })
  await local.put({ total: 50 })
  expect(local.calls).toMatchObject([
    {
      to: functionArn,
      body: {
        version: '0',
        source: 'my.app',
        'detail-type': 'Ordered',
        detail: { total: 50 },
        time: '2026-01-01T00:00:00Z',
        account: '111111111111',
      },
    },
  ])
})

test('a target may take a part, a constant or a template', async () => {
  await using local = await startEvents()
  await local.rule('part', { EventPattern }, { Arn: queueArn, InputPath: '$.detail' })
  await local.rule('constant', { EventPattern }, { Input: '{"a":1}' })
  await local.rule(
    'template',
    { EventPattern },
    {
      InputTransformer: {
        InputPathsMap: { total: '$.detail.total', who: '$.detail.who' },
        InputTemplate: '{"text":"<who> paid <total>","who":<who>,"total":<total>}',
      },
    },
  )
  await local.put({ total: 11, who: 'Ada' })
  expect(local.calls.map(({ body }) => body)).toEqual([
    { total: 11, who: 'Ada' },
    { a: 1 },
    { text: 'Ada paid 11', who: 'Ada', total: 11 },
  ])
})

test('a schedule tells its targets each time, until it is disabled', async () => {
  await using local = await startEvents()
  await local.rule('hourly', { ScheduleExpression: 'rate(1 hour)' }, {})
  await local.clock.advance(2 * 3_600_000)
  expect(local.calls.map(({ body }) => body)).toMatchObject([
    { source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2026-01-01T01:00:00Z' },
    { time: '2026-01-01T02:00:00Z' },
  ])
  await local.client.send(new DisableRuleCommand({ Name: 'hourly' }))
  await local.clock.advance(2 * 3_600_000)
  expect(local.calls).toHaveLength(2)
})

test('what a target may not take goes to the dead-letter queue with the reason', async () => {
  await using local = await startEvents(true)
  await local.rule('large', { EventPattern }, { DeadLetterConfig: { Arn: queueArn } })
  await local.put({ total: 50 })
  expect(local.calls).toMatchObject([
    {
      to: queueArn,
      body: { detail: { total: 50 } },
      attributes: {
        RULE_ARN: 'arn:aws:events:eu-west-1:111111111111:rule/large',
        TARGET_ARN: functionArn,
        ERROR_CODE: 'NO_PERMISSIONS',
      },
    },
  ])
})

test('a rule with targets stays, and an event without detail is refused by itself', async () => {
  await using local = await startEvents()
  await local.rule('large', { EventPattern }, {})
  await expect(local.client.send(new DeleteRuleCommand({ Name: 'large' }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
  expect((await local.client.send(new ListRulesCommand({}))).Rules).toMatchObject([
    { Name: 'large', State: 'ENABLED', EventPattern },
  ])
  const { FailedEntryCount, Entries } = await local.client.send(
    new PutEventsCommand({ Entries: [{ Source: 'a', DetailType: 'b', Detail: 'no' }] }),
  )
  expect({ FailedEntryCount, Entries }).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'MalformedDetail' }],
  })
})
