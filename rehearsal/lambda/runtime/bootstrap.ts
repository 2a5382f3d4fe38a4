// The runtime inside an execution environment: a process of its own that loads the handler and gives it one event after
// the other. Bundled into one file; it imports nothing of the local AWS.
import { errorShape, runtimeError } from './error-shape.ts'
import { invocationContext } from './invocation-context.ts'
import { type Handler, loadHandler } from './load-handler.ts'
import { patchConsole } from './patch-console.ts'
import { type Invocation, runtimeClient } from './runtime-client.ts'

const { env } = process
const client = runtimeClient(env.AWS_LAMBDA_RUNTIME_API ?? '')
let requestId: string | undefined

patchConsole({ format: env.AWS_LAMBDA_LOG_FORMAT, level: env.AWS_LAMBDA_LOG_LEVEL, requestId: () => requestId })

// Everything printed before it belongs to the invocation: whoever reads the output waits for this line.
const endOutput = () => {
  const line = `\0end ${requestId}\n`
  process.stdout.write(line)
  process.stderr.write(line)
}

const fatal = async (thrown: unknown, code: number) => {
  const shape = errorShape(thrown)
  console.error(thrown instanceof Error ? thrown : shape.errorMessage)
  const id = requestId
  endOutput()
  await (id === undefined ? client.failInit(shape) : client.fail(id, shape)).catch(() => {})
  process.exit(code)
}
process.on('uncaughtException', (error) => void fatal(error, 129))
process.on(
  'unhandledRejection',
  (reason) => void fatal(runtimeError('Runtime.UnhandledPromiseRejection', String(reason), reason), 128),
)

const printed = (result: unknown): string => {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null'
  } catch (error) {
    throw runtimeError('Runtime.MarshalError', `Unable to stringify response body: ${error}`)
  }
}

// The result of a handler of any style: its promise, or what it hands to its callback.
const handled = (handler: Handler, invocation: Invocation): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const context = invocationContext(invocation, env)
    let idle = () => resolve(null)
    const emptied = () => idle()
    const settle = (end: () => void) => {
      process.off('beforeExit', emptied)
      end()
    }
    process.once('beforeExit', emptied)
    const callback = (error: unknown, result?: unknown) => {
      const end = () => settle(() => (error ? reject(error) : resolve(result)))
      if (error || !context.callbackWaitsForEmptyEventLoop) setImmediate(end)
      else idle = end
    }
    const done = {
      done: callback,
      succeed: (result: unknown) => callback(null, result),
      fail: (error: unknown) => callback(error ?? 'handled'),
    }
    const event = JSON.parse(invocation.body) as unknown
    const given = handler(event, Object.assign(context, done), callback)
    if (typeof (given as Promise<unknown> | undefined)?.then !== 'function') return
    idle = () =>
      reject(
        runtimeError(
          'Runtime.NodeJsExit',
          'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled.',
        ),
      )
    ;(given as Promise<unknown>).then(
      (result) => settle(() => resolve(result)),
      (error: unknown) => settle(() => reject(error)),
    )
  })

const start = async () => {
  const handler = await loadHandler(env.LAMBDA_TASK_ROOT ?? '', env._HANDLER ?? '', env.AWS_EXECUTION_ENV ?? '')
  for (;;) {
    const invocation = await client.next()
    requestId = invocation.id
    env._X_AMZN_TRACE_ID = String(invocation.headers['lambda-runtime-trace-id'] ?? '')
    try {
      const body = printed(await handled(handler, invocation))
      endOutput()
      await client.respond(invocation.id, body)
    } catch (error) {
      console.error('Invoke Error', error)
      endOutput()
      await client.fail(invocation.id, errorShape(error))
    }
    requestId = undefined
  }
}

start().catch((error: unknown) => fatal(error, 1))
