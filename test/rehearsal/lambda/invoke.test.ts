import { expect, test } from 'vitest'
import { startLambda } from './start-lambda.ts'

test('a function gets its event, its context and its environment', async () => {
  await using local = await startLambda()
  await local.create(
    'hello',
    `export const handler = async (event, context) => ({
      event,
      id: context.awsRequestId,
      arn: context.invokedFunctionArn,
      memory: context.memoryLimitInMB,
      left: context.getRemainingTimeInMillis() > 0,
      key: process.env.AWS_ACCESS_KEY_ID,
      endpoint: process.env.AWS_ENDPOINT_URL,
      own: process.env.GREETING,
    })`,
    { Environment: { Variables: { GREETING: 'hi' } }, MemorySize: 256, Timeout: 30 },
  )
  const { result, StatusCode, ExecutedVersion, $metadata } = await local.invoke('hello', { name: 'Ada' })
  expect({ StatusCode, ExecutedVersion }).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' })
  expect(result).toEqual({
    event: { name: 'Ada' },
    id: $metadata.requestId,
    arn: 'arn:aws:lambda:eu-west-1:111111111111:function:hello',
    memory: '256',
    left: true,
    key: 'ASIAROLE',
    endpoint: local.aws.endpoint,
    own: 'hi',
  })
})

test('one environment serves one event after the other, and two at a time take two', async () => {
  await using local = await startLambda()
  await local.create(
    'count',
    `let calls = 0
     export const handler = async ({ ms }) => { calls++; await new Promise((done) => setTimeout(done, ms)); return { calls, pid: process.pid } }`,
    { Timeout: 60 },
  )
  const first = await local.invoke('count', { ms: 0 })
  const second = await local.invoke('count', { ms: 0 })
  expect(second.result).toEqual({ calls: 2, pid: first.result.pid })
  const both = await Promise.all([local.invoke('count', { ms: 300 }), local.invoke('count', { ms: 300 })])
  expect(new Set(both.map(({ result }) => result.pid)).size).toBe(2)
  expect(local.children).toHaveLength(2)
})

test('what a function prints stands between START and REPORT, and its tail comes back', async () => {
  await using local = await startLambda()
  await local.create(
    'talk',
    `export const handler = async () => { process.stdout.write('plain\\n'); console.log('two\\nlines', { a: 1 }); console.error('bad'); return 1 }`,
  )
  const { LogResult = '', $metadata } = await local.invoke('talk', {}, { LogType: 'Tail' })
  const tail = Buffer.from(LogResult, 'base64').toString().split('\n')
  const text = tail.map((line) => line.replace(/^\S+Z\t/, '').replaceAll($metadata.requestId ?? '', 'ID'))
  expect(text.slice(0, 5)).toEqual([
    'START RequestId: ID Version: $LATEST',
    'plain',
    'ID\tINFO\ttwo\rlines { a: 1 }',
    'ID\tERROR\tbad',
    'END RequestId: ID',
  ])
  expect(text[5]).toMatch(
    /^REPORT RequestId: ID\tDuration: .* ms\tBilled Duration: .*\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: /,
  )
  expect([...local.streams][0]).toMatch(/^\/aws\/lambda\/talk \d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/)
})

test('log lines are JSON where the function wants them so', async () => {
  await using local = await startLambda()
  await local.create(
    'talk',
    `export const handler = async () => { console.info('hello', 1); console.debug('no'); return 1 }`,
    {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'of-mine', ApplicationLogLevel: 'INFO' },
    },
  )
  const { $metadata } = await local.invoke('talk')
  const lines = local.lines.map((line) => JSON.parse(line))
  expect(lines).toMatchObject([
    { type: 'platform.start', record: { requestId: $metadata.requestId, version: '$LATEST' } },
    { level: 'INFO', requestId: $metadata.requestId, message: 'hello 1' },
    { type: 'platform.report', record: { metrics: { memorySizeMB: 128 } } },
  ])
  expect([...local.streams][0]).toMatch(/^of-mine \d{4}\/\d\d\/\d\d\/talk\[\$LATEST\]/)
})
