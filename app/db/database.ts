import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Where the database is, and how to reach it. */
export type Database = {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string | undefined
  readonly ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string }
}

const port = z.coerce
  .number('must be a port number, like 5432')
  .int('must be a port number, like 5432')
  .min(1)
  .max(65_535)
const needed = (what: string) => z.string(`is not set; set it to ${what}`).min(1, `is empty; set it to ${what}`)
const modes = ['disable', 'require', 'verify-full'] as const

/**
 * Reads libpq's environment variables. `require` encrypts and does not verify, as in libpq; `verify-full` verifies.
 * https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export const databaseSchema = z
  .object({
    PGHOST: needed('the host name of PostgreSQL'),
    PGPORT: port.default(5432),
    PGDATABASE: needed('the name of the database'),
    PGUSER: needed('the name of the database user'),
    PGPASSWORD: z.string().optional(),
    PGSSLMODE: z.enum(modes, `must be one of ${modes.join(', ')}`).default('require'),
    PGSSLROOTCERT: z.string().optional(),
  })
  .transform((env, context): Database => {
    const ca = (): string | undefined => {
      if (env.PGSSLMODE !== 'verify-full' || !env.PGSSLROOTCERT || env.PGSSLROOTCERT === 'system') return undefined
      try {
        return readFileSync(env.PGSSLROOTCERT, 'utf8')
      } catch {
        const message = `names "${env.PGSSLROOTCERT}", which cannot be read; set it to a PEM file, or to "system"`
        context.issues.push({ code: 'custom', path: ['PGSSLROOTCERT'], message, input: env.PGSSLROOTCERT })
        return undefined
      }
    }
    return {
      host: env.PGHOST,
      port: env.PGPORT,
      database: env.PGDATABASE,
      user: env.PGUSER,
      password: env.PGPASSWORD,
      ssl: sslOf(env.PGSSLMODE, ca()),
    }
  })

function sslOf(mode: (typeof modes)[number], ca: string | undefined): Database['ssl'] {
  if (mode === 'disable') return false
  if (mode === 'require') return { rejectUnauthorized: false }
  return ca === undefined ? { rejectUnauthorized: true } : { rejectUnauthorized: true, ca }
}
