import { z } from 'zod'
import { http } from '../contract.ts'
import { type Database, databaseSchema } from '../db/database.ts'
import { type Rollbar, rollbarSchema } from './rollbar/rollbar-config.ts'
import { type TelemetryConfig, telemetrySchema } from './telemetry/telemetry-config.ts'
import type { Pool } from './tokens.ts'

/** Everything the server takes from its environment. */
export type Config = {
  readonly host: string
  readonly port: number
  readonly release: string
  readonly logLevel: string
  readonly database: Database
  readonly origins: readonly string[]
  readonly proxies: number
  readonly rateFactor: number
  readonly secureCookies: boolean
  readonly avatars: string | undefined
  readonly cache: string | undefined
  /** The user pool; undefined when there is none, and nobody can sign in. */
  readonly pool: Pool | undefined
  /** The table of the conversations; undefined when there is none, and nobody can write messages. */
  readonly messages: { readonly table: string; readonly endpoint: string | undefined } | undefined
  /** The bucket that avatars are uploaded to; undefined when there is none, and nobody can. */
  readonly uploads:
    | { readonly bucket: string; readonly region: string; readonly endpoint: string | undefined }
    | undefined
  /** What is traced and measured; undefined when nothing is. */
  readonly telemetry: TelemetryConfig | undefined
  /** Where errors are reported; undefined when they are not. */
  readonly rollbar: Rollbar | undefined
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const portMessage = `must be a port number, like ${http.port}`
const hops = 'must be a whole number of proxies, like 1'
const factor = 'must be a number, like 1; 0 is no limit'
const originMessage = 'must be origins parted by commas, like https://cruddur.example'
const poolMessage = 'must be the id of a user pool, like eu-west-1_AbCdEfGhI'

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text

const serverSchema = z
  .object({
    HOST: z.string().min(1, 'is empty; set it to an address, like 0.0.0.0').default('0.0.0.0'),
    PORT: z.coerce.number(portMessage).int(portMessage).min(0, portMessage).max(65_535, portMessage).default(http.port),
    RELEASE: z.string().min(1, 'is empty; set it to the commit that was built').default('development'),
    LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
    ORIGINS: z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      )
      .refine((all) => all.every(isOrigin), originMessage)
      .default([]),
    TRUST_PROXY: z.coerce.number(hops).int(hops).min(0, hops).default(1),
    RATE_LIMIT_FACTOR: z.coerce.number(factor).min(0, factor).default(1),
    INSECURE_COOKIES: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
    AVATARS_URL: z.url('must be the address that avatars are served below').optional(),
    CACHE_URL: z.url({ protocol: /^rediss?$/, error: 'must be an address like rediss://cache:6379' }).optional(),
    USERS_POOL_ID: z
      .string()
      .regex(/^[a-z0-9-]+_\w+$/, poolMessage)
      .optional(),
    USERS_CLIENT_ID: z.string().min(1, 'is empty; set it to the id of a client of the user pool').optional(),
    MESSAGES_TABLE: z.string().min(1, 'is empty; set it to the name of the table of messages').optional(),
    UPLOADS_BUCKET: z.string().min(1, 'is empty; set it to the name of the bucket for uploads').optional(),
    AWS_REGION: z.string().default(''),
    AWS_ENDPOINT_URL: z.url('must be the address of a local AWS').optional(),
    AWS_ENDPOINT_URL_S3: z.url('must be the address of a local S3, as pages reach it').optional(),
  })
  .refine((env) => (env.USERS_POOL_ID === undefined) === (env.USERS_CLIENT_ID === undefined), {
    path: ['USERS_CLIENT_ID'],
    message: 'and USERS_POOL_ID are set both or neither',
  })
  .refine((env) => env.UPLOADS_BUCKET === undefined || env.AWS_REGION !== '', {
    path: ['AWS_REGION'],
    message: 'is not set; set it to the region of the bucket for uploads',
  })

/** Says all that is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the environment; throws one error that names every problem. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const server = serverSchema.safeParse(env)
  const database = databaseSchema.safeParse(env)
  const telemetry = telemetrySchema.safeParse(env)
  const rollbar = rollbarSchema.safeParse(env)
  if (!server.success || !database.success || !telemetry.success || !rollbar.success)
    throw configError([server.error, database.error, telemetry.error, rollbar.error])
  const given = server.data
  return {
    host: given.HOST,
    port: given.PORT,
    release: given.RELEASE,
    logLevel: given.LOG_LEVEL,
    database: database.data,
    origins: given.ORIGINS,
    proxies: given.TRUST_PROXY,
    rateFactor: given.RATE_LIMIT_FACTOR,
    secureCookies: given.INSECURE_COOKIES === '0',
    avatars: given.AVATARS_URL,
    cache: given.CACHE_URL,
    pool: poolOf(given),
    uploads: uploadsOf(given),
    messages: given.MESSAGES_TABLE ? { table: given.MESSAGES_TABLE, endpoint: given.AWS_ENDPOINT_URL } : undefined,
    telemetry: telemetry.data,
    rollbar: rollbar.data,
  }
}

/** Reads what reaching the database takes, and nothing else. */
export function readDatabase(env: NodeJS.ProcessEnv): Database {
  const database = databaseSchema.safeParse(env)
  if (!database.success) throw configError([database.error])
  return database.data
}

const poolOf = ({
  USERS_POOL_ID: poolId,
  USERS_CLIENT_ID: clientId,
  AWS_ENDPOINT_URL: endpoint,
}: z.infer<typeof serverSchema>) =>
  poolId === undefined || clientId === undefined ? undefined : { poolId, clientId, endpoint }

const uploadsOf = ({
  UPLOADS_BUCKET: bucket,
  AWS_REGION: region,
  AWS_ENDPOINT_URL: anyEndpoint,
  AWS_ENDPOINT_URL_S3: endpoint = anyEndpoint,
}: z.infer<typeof serverSchema>) => (bucket === undefined ? undefined : { bucket, region, endpoint })

function configError(errors: readonly (z.ZodError | undefined)[]): ConfigError {
  const lines = errors
    .flatMap((error) => error?.issues ?? [])
    .map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
  return new ConfigError(`the environment is not complete:\n${lines.join('\n')}`)
}
