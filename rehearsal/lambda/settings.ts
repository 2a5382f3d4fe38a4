// The settings of a function, checked as CreateFunction and UpdateFunctionConfiguration check them.
// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
import { awsError, type Shape } from '../service.ts'
import type { Settings } from './state.ts'

const runtimes = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x']

/** The refusal of a value. */
export const invalid = (message: string) => awsError('InvalidParameterValueException', message)

const whole = (name: string, value: unknown, from: number, to: number): number => {
  const number = Number(value)
  if (Number.isInteger(number) && number >= from && number <= to) return number
  throw awsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value between ${from} and ${to}`,
  )
}

const reserved =
  /^(AWS_(REGION|DEFAULT_REGION|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|EXECUTION_ENV|LAMBDA_(FUNCTION_NAME|FUNCTION_MEMORY_SIZE|FUNCTION_VERSION|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API))|_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/

const variablesOf = (given: Shape = {}): Readonly<Record<string, string>> => {
  const variables = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
  const taken = Object.keys(variables).filter((name) => reserved.test(name))
  if (taken.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    )
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > 4096) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
    )
  }
  return variables
}

const checkRuntime = (given: Shape): string => {
  if ((given.PackageType ?? 'Zip') !== 'Zip')
    throw invalid('the local AWS runs functions from zip files; PackageType Image is not there')
  if ((given.Layers ?? []).length > 0) throw invalid('the local AWS has no layers; put their files into the package')
  const runtime = String(given.Runtime ?? '')
  if (!runtime)
    throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.')
  if (!runtimes.includes(runtime))
    throw invalid(`the local AWS runs ${runtimes.join(', ')}; runtime "${runtime}" is not there`)
  return runtime
}

/** The settings that an input with every member gives. */
export const settingsOf = (name: string, given: Shape): Settings => {
  const runtime = checkRuntime(given)
  if (!given.Handler)
    throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.')
  const logging: Shape = given.LoggingConfig ?? {}
  return {
    runtime,
    handler: String(given.Handler),
    role: String(given.Role ?? ''),
    timeout: whole('timeout', given.Timeout ?? 3, 1, 900),
    memory: whole('memorySize', given.MemorySize ?? 128, 128, 10_240),
    description: String(given.Description ?? ''),
    architecture: String(given.Architectures?.[0] ?? 'x86_64'),
    variables: variablesOf(given.Environment?.Variables),
    logGroup: String(logging.LogGroup ?? `/aws/lambda/${name}`),
    logFormat: logging.LogFormat === 'JSON' ? 'JSON' : 'Text',
    applicationLogLevel: logging.ApplicationLogLevel,
    deadLetterArn: given.DeadLetterConfig?.TargetArn || undefined,
    shown: Object.fromEntries(
      ['VpcConfig', 'TracingConfig', 'EphemeralStorage', 'KMSKeyArn'].flatMap((key) =>
        given[key] === undefined ? [] : [[key, given[key]]],
      ),
    ),
  }
}

/** The input that gives these settings, for changes to be laid over. */
export const inputOf = (settings: Settings): Shape => ({
  Runtime: settings.runtime,
  Handler: settings.handler,
  Role: settings.role,
  Timeout: settings.timeout,
  MemorySize: settings.memory,
  Description: settings.description,
  Architectures: [settings.architecture],
  Environment: { Variables: settings.variables },
  LoggingConfig: {
    LogGroup: settings.logGroup,
    LogFormat: settings.logFormat,
    ApplicationLogLevel: settings.applicationLogLevel,
  },
  DeadLetterConfig: { TargetArn: settings.deadLetterArn },
  ...settings.shown,
})
