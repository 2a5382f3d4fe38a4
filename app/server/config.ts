import { z } from 'zod'
import { http } from '../contract.ts'
import { type Database, databaseSchema } from '../db/database.ts'

/** Everything the server takes from its environment. */
export type Config = {
  readonly host: string
  readonly port: number
  readonly release: string
  readonly logLevel: string
  readonly database: Database
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const portMessage = `must be a port number, like ${http.port}`

const serverSchema = z.object({
  HOST: z.string().min(1, 'is empty; set it to an address, like 0.0.0.0').default('0.0.0.0'),
  PORT: z.coerce.number(portMessage).int(portMessage).min(0, portMessage).max(65_535, portMessage).default(http.port),
  RELEASE: z.string().min(1, 'is empty; set it to the commit that was built').default('development'),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
})

/** Says all that is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the environment; throws one error that names every problem. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const server = serverSchema.safeParse(env)
  const database = databaseSchema.safeParse(env)
  if (!server.success || !database.success) throw configError([server.error, database.error])
  const { HOST: host, PORT: port, RELEASE: release, LOG_LEVEL: logLevel } = server.data
  return { host, port, release, logLevel, database: database.data }
}

/** Reads what reaching the database takes, and nothing else. */
export function readDatabase(env: NodeJS.ProcessEnv): Database {
  const database = databaseSchema.safeParse(env)
  if (!database.success) throw configError([database.error])
  return database.data
}

function configError(errors: readonly (z.ZodError | undefined)[]): ConfigError {
  const lines = errors
    .flatMap((error) => error?.issues ?? [])
    .map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
  return new ConfigError(`the environment is not complete:\n${lines.join('\n')}`)
}
