// One execution environment: a process that handles one event at a time, and is killed for taking too long or too much.
// Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle".
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from '../world.ts'
import { deferred } from './deferred.ts'
import { environmentOutput } from './environment-output.ts'
import { executionVariables } from './execution-variables.ts'
import { type Ending, type InvocationRequest, type Outcome, outcomeOf } from './invocation.ts'
import { platformLines } from './platform-lines.ts'
import type { LambdaPorts, RoleCredentials } from './ports.ts'
import { residentMemory } from './resident-memory.ts'
import { runtimeApi } from './runtime-api.ts'
import type { FunctionVersion } from './state.ts'

/** What environments are started with. */
export interface EnvironmentCare {
  readonly world: World
  readonly ports: LambdaPorts
  /** The bundled runtime, and the Node that runs it. */
  readonly runtime: string
  readonly node: string
}

/** A running environment. */
export interface Environment {
  readonly version: FunctionVersion
  readonly invoke: (request: InvocationRequest) => Promise<Outcome>
  /** Resolves with true once it can take another event, with false when it has ended. */
  readonly reusable: () => Promise<boolean>
  /** True when the process is gone. */
  readonly ended: () => boolean
  readonly stop: () => Promise<void>
}

const initLimit = 10_000

const streamName = ({ functionName, version, settings }: FunctionVersion, now: Date, id: string): string => {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/')
  const own = settings.logGroup === `/aws/lambda/${functionName}` ? '' : functionName
  return `${day}/${own}[${version}]${id}`
}

/** Starts an environment for a version. */
export const startEnvironment = async (
  { world, ports, runtime, node }: EnvironmentCare,
  version: FunctionVersion,
  credentials: RoleCredentials,
): Promise<Environment> => {
  const { settings, code } = version
  const id = world.id().replaceAll('-', '')
  const logStream = streamName(version, world.clock.now(), id)
  const output = environmentOutput((line) => ports.log(settings.logGroup, logStream, line))
  const printed = platformLines(version, world.clock.now)
  const temporary = join(world.home, 'lambda', 'tmp', id)
  mkdirSync(temporary, { recursive: true })

  let end: (ending: Ending) => void = () => {}
  let ended: Ending | undefined
  const finish = (ending: Ending) => {
    if (ending.kind === 'exit' || ending.kind === 'init-error') ended ??= ending
    end(ending)
  }
  let asked = deferred()
  const api = await runtimeApi({ asked: () => asked.resolve(), said: finish })
  const startedAt = world.clock.now().getTime()
  const child = ports.spawn({
    command: node,
    args: [`--max-old-space-size=${Math.floor(settings.memory * 0.9)}`, runtime],
    cwd: code.directory,
    env: executionVariables({
      version,
      region: world.region,
      endpoint: world.endpoint(),
      credentials,
      logStream,
      runtimeApi: api.address,
      temporary,
      node,
    }),
    stopSignal: 'SIGKILL',
    onLine: output.onLine,
  })
  void child.exited.then((exit) => {
    finish({ kind: 'exit', exit })
    void api.close()
  })

  // Resolves with the first thing that happens: the wanted event, an ending, or the limit.
  const first = async (wanted: Promise<unknown>, limit: number, late: Ending): Promise<Ending | undefined> => {
    const over = new AbortController()
    const ending = new Promise<Ending>((resolve) => {
      end = resolve
      if (ended) resolve(ended)
    })
    const timeout = world.clock.sleep(limit, over.signal).then(() => late)
    const result = await Promise.race([wanted.then(() => undefined), ending, timeout])
    over.abort()
    end = () => {}
    return result
  }

  let initDuration: number | undefined
  let warm = false
  let most = 0

  const run = async (request: InvocationRequest): Promise<Ending> => {
    const headers = {
      'Lambda-Runtime-Aws-Request-Id': request.requestId,
      // The process has the machine's time, whatever clock the local AWS goes by.
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + settings.timeout * 1_000),
      'Lambda-Runtime-Invoked-Function-Arn': request.functionArn,
      'Lambda-Runtime-Trace-Id': `Root=1-${Math.floor(startedAt / 1_000).toString(16)}-${id.slice(0, 24)};Sampled=0`,
      ...(request.clientContext && { 'Lambda-Runtime-Client-Context': request.clientContext }),
    }
    asked = deferred()
    const memory = deferred()
    const measure = () => {
      const now = residentMemory(child.pid)
      most = Math.max(most, now)
      if (now > settings.memory) memory.resolve()
    }
    const watch = setInterval(measure, 50)
    const ending = first(memory.promise, settings.timeout * 1_000, { kind: 'timeout' })
    api.give(headers, request.payload)
    const result = (await ending) ?? { kind: 'memory' as const }
    measure()
    clearInterval(watch)
    return result
  }

  const invoke = async (request: InvocationRequest): Promise<Outcome> => {
    if (warm) output.begin()
    let ending: Ending | undefined
    if (!warm) {
      ending = await first(asked.promise, initLimit, { kind: 'init-timeout' })
      initDuration = world.clock.now().getTime() - startedAt
    }
    output.write(printed.start(request.requestId))
    const from = world.clock.now().getTime()
    ending ??= await run(request)
    if (ending.kind === 'response' || ending.kind === 'error') {
      // A function may have closed its output; then nothing more comes before it ends.
      const patience = new AbortController()
      const late = setTimeout(() => patience.abort(), 2_000)
      const gaveUp = new Promise((resolve) => patience.signal.addEventListener('abort', resolve, { once: true }))
      await Promise.race([output.ended(request.requestId), child.exited, gaveUp])
      clearTimeout(late)
    } else await child.stop(0)
    const outcome = outcomeOf(ending, request.requestId, settings)
    const report = {
      requestId: request.requestId,
      duration: world.clock.now().getTime() - from,
      initDuration: warm ? undefined : initDuration,
      maxMemory: most,
      status: outcome.status,
      ...(outcome.errorType && { errorType: outcome.errorType }),
    }
    for (const line of printed.end(report)) output.write(line)
    warm = true
    return { ...outcome, log: [...output.lines()] }
  }

  return {
    version,
    invoke,
    reusable: () => Promise.race([asked.promise.then(() => true), child.exited.then(() => false)]),
    ended: () => ended !== undefined,
    stop: async () => {
      await child.stop(0)
      await api.close()
    },
  }
}
