// The variables of an execution environment: Lambda Developer Guide, "Defined runtime environment variables".
import { dirname } from 'node:path'
import type { RoleCredentials } from './ports.ts'
import type { FunctionVersion } from './state.ts'

/** What the variables are made from. */
export interface Surroundings {
  readonly version: FunctionVersion
  readonly region: string
  readonly endpoint: string
  readonly credentials: RoleCredentials
  readonly logStream: string
  readonly runtimeApi: string
  readonly temporary: string
  readonly node: string
}

/** The environment of the process; beside AWS's variables, the address of the local AWS. */
export const executionVariables = (given: Surroundings): Record<string, string> => {
  const { version, region, credentials } = given
  const { settings, code } = version
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: `${dirname(given.node)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: given.temporary,
    TMPDIR: given.temporary,
    NODE_PATH: `${code.directory}/node_modules:${code.directory}`,
    // The region of an SDK client is found before this address, so a function may set either itself.
    AWS_ENDPOINT_URL: given.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...settings.variables,
    _HANDLER: settings.handler,
    LAMBDA_TASK_ROOT: code.directory,
    LAMBDA_RUNTIME_DIR: dirname(given.node),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: given.logStream,
    AWS_LAMBDA_LOG_FORMAT: settings.logFormat,
    ...(settings.applicationLogLevel && { AWS_LAMBDA_LOG_LEVEL: settings.applicationLogLevel }),
    AWS_LAMBDA_RUNTIME_API: given.runtimeApi,
  }
}
