import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { until } from '../processes/until.ts'
import { startLambda, zipOf } from './start-lambda.ts'

test('an error of a function comes back with its type, message and trace', async () => {
  await using local = await startLambda()
  await local.create(
    'fail',
    `class Mine extends Error { name = 'Mine' }; export const handler = async () => { throw new Mine('no') }`,
  )
  const { FunctionError, StatusCode, result } = await local.invoke('fail')
  expect({ FunctionError, StatusCode }).toEqual({ FunctionError: 'Unhandled', StatusCode: 200 })
  expect(result).toMatchObject({
    errorType: 'Mine',
    errorMessage: 'no',
    trace: expect.arrayContaining([expect.stringContaining('index.mjs')]),
  })
  expect(local.lines.some((line) => line.includes('ERROR') && line.includes('Invoke Error'))).toBe(true)
})

test.each([
  ['a file that is not there', 'none.handler', 'export const handler = 1', 'Runtime.ImportModuleError'],
  ['a name that is not exported', 'index.other', 'export const handler = 1', 'Runtime.HandlerNotFound'],
  ['something that is no function', 'index.handler', 'export const handler = 1', 'Runtime.HandlerNotFound'],
  ['a handler without a name', 'index', 'export const handler = 1', 'Runtime.MalformedHandlerName'],
  ['code that is no code', 'index.handler', 'export const handler = (', 'Runtime.UserCodeSyntaxError'],
  ['a package that is missing', 'index.handler', `import 'nothing-like-it'`, 'Runtime.ImportModuleError'],
  ['a module that throws', 'index.handler', `throw new TypeError('at once')`, 'TypeError'],
])('%s is told by its type', async (_what, Handler, source, errorType) => {
  await using local = await startLambda()
  await local.create('broken', source, { Handler })
  const { FunctionError, result } = await local.invoke('broken')
  expect({ FunctionError, errorType: result.errorType }).toEqual({ FunctionError: 'Unhandled', errorType })
})

test('a function that takes too long is killed, and the next event finds a new environment', async () => {
  const clock = fakeClock()
  await using local = await startLambda({ clock })
  await local.create(
    'slow',
    `export const handler = async (event) => { console.log('begun'); if (event.wait) await new Promise((done) => setTimeout(done, 1e6)); return 'done' }`,
  )
  const slow = local.invoke('slow', { wait: true })
  await until('the function to begin', () => local.lines.some((line) => line.endsWith('begun')))
  await clock.advance(3_000)
  const { result, FunctionError, $metadata } = await slow
  expect({ result, FunctionError }).toEqual({
    FunctionError: 'Unhandled',
    result: {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${$metadata.requestId} Error: Task timed out after 3.00 seconds`,
    },
  })
  expect(local.lines.some((line) => line.endsWith('Task timed out after 3.00 seconds'))).toBe(true)
  expect((await local.invoke('slow')).result).toBe('done')
  expect(local.children).toHaveLength(2)
})

test.each([
  ['exits', `process.exit(3)`, 'Runtime exited with error: exit status 3'],
  ['ends quietly', `process.exit(0)`, 'Runtime exited without providing a reason'],
  ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'Runtime exited with error: signal: killed'],
])('a function whose process %s is told so', async (_what, statement, message) => {
  await using local = await startLambda()
  await local.create(
    'ends',
    `export const handler = async () => { ${statement}; await new Promise(() => setTimeout(() => {}, 1e6)) }`,
  )
  const { result } = await local.invoke('ends')
  expect(result.errorMessage).toMatch(new RegExp(`^RequestId: \\S+ Error: ${message}$`))
})

test('errors outside of the handler and promises that never settle end the event', async () => {
  await using local = await startLambda()
  await local.create(
    'late',
    `export const handler = async ({ how }) => {
      if (how === 'throw') setTimeout(() => { throw new RangeError('later') }, 1)
      if (how === 'reject') Promise.reject(new Error('nobody listens'))
      await new Promise((done) => { if (how !== 'never') setTimeout(done, 1e6) })
    }`,
  )
  expect((await local.invoke('late', { how: 'throw' })).result).toMatchObject({
    errorType: 'RangeError',
    errorMessage: 'later',
  })
  expect((await local.invoke('late', { how: 'reject' })).result.errorType).toBe('Runtime.UnhandledPromiseRejection')
  expect((await local.invoke('late', { how: 'never' })).result.errorType).toBe('Runtime.NodeJsExit')
})

test.runIf(existsSync('/proc/self/status'))('a function that takes more memory than it has is killed', async () => {
  await using local = await startLambda()
  await local.create(
    'greedy',
    `const kept = []
     export const handler = async () => { for (;;) { kept.push(Buffer.alloc(8e6, 1)); await new Promise((done) => setTimeout(done, 5)) } }`,
    { MemorySize: 128, Timeout: 60 },
  )
  const { result } = await local.invoke('greedy')
  expect(result.errorType).toBe('Runtime.OutOfMemory')
  expect(result.errorMessage).toMatch(/signal: killed$/)
})

test('nodejs24.x takes no callbacks, older ones do, in CommonJS too', async () => {
  await using local = await startLambda()
  const source = `exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { name: context.functionName }), 1) }`
  const Code = { ZipFile: await zipOf({ 'index.js': source }) }
  await local.create('old', '', { Code })
  await local.create('new', '', { Code, Runtime: 'nodejs24.x' })
  expect((await local.invoke('old')).result).toEqual({ name: 'old' })
  expect((await local.invoke('new')).result.errorType).toBe('Runtime.CallbackHandlerDeprecated')
})
