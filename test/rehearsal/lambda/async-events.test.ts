import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { until } from '../processes/until.ts'
import { startLambda } from './start-lambda.ts'

const fails = `export const handler = async (event) => { console.log('tried'); throw new Error('no ' + event.n) }`
const queue = 'arn:aws:sqs:eu-west-1:111111111111:failures'

const startAsync = async () => {
  const clock = fakeClock()
  const local = await startLambda({ clock })
  const send = async (FunctionName: string, event: unknown) => {
    const { StatusCode, $metadata } = await local.client.send(
      new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(event) }),
    )
    expect(StatusCode).toBe(202)
    return $metadata.requestId
  }
  // The notice is the last thing before the waiting begins.
  const tried = (times: number) =>
    until(`attempt ${times}`, () => local.notices.filter((says) => says.startsWith('failed (')).length === times)
  return { ...local, clock, send, tried }
}

test('a failing event is tried again after one and two minutes, then its record is kept', async () => {
  await using local = await startAsync()
  await local.create('fails', fails)
  await local.client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'fails',
      DestinationConfig: { OnFailure: { Destination: queue } },
    }),
  )
  const requestId = await local.send('fails', { n: 1 })
  await local.tried(1)
  await local.clock.advance(59_000)
  expect(local.lines.filter((line) => line.startsWith('START'))).toHaveLength(1)
  await local.clock.advance(1_000)
  await local.tried(2)
  await local.clock.advance(120_000)
  await local.tried(3)
  await until('the record', () => local.sent.length > 0)
  expect(local.sent).toHaveLength(1)
  expect(JSON.parse(local.sent[0]?.body ?? '{}')).toMatchObject({
    version: '1.0',
    requestContext: {
      requestId,
      functionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:fails:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'no 1' },
  })
})

test('without retries the event itself goes to the dead-letter queue', async () => {
  await using local = await startAsync()
  await local.create('fails', fails, { DeadLetterConfig: { TargetArn: queue } })
  await local.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'fails', MaximumRetryAttempts: 0 }))
  const RequestID = await local.send('fails', { n: 2 })
  await until('the event', () => local.sent.length > 0)
  expect(local.sent).toEqual([
    { queue, body: '{"n":2}', attributes: { RequestID, ErrorCode: '200', ErrorMessage: 'no 2' } },
  ])
})

test('a success is told where the function wants it told, and retries must be from 0 to 2', async () => {
  await using local = await startAsync()
  await local.create('works', `export const handler = async () => 'fine'`)
  const configure = (more: object) =>
    local.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'works', ...more }))
  await expect(configure({ MaximumRetryAttempts: 3 })).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
  await configure({ DestinationConfig: { OnSuccess: { Destination: queue } } })
  await local.send('works', {})
  await until('the record', () => local.sent.length > 0)
  expect(JSON.parse(local.sent[0]?.body ?? '{}')).toMatchObject({
    requestContext: { condition: 'Success' },
    responsePayload: 'fine',
  })
})
