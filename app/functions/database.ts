import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Logger } from 'pino'
import { databaseSchema } from '../db/database.ts'
import { createPool } from '../db/pool.ts'
import { type Queries, queriesOf } from '../db/queries.ts'

type Opened = { readonly db: Queries; close(): Promise<void> }

/** PostgreSQL's codes for a password or a user that is not right: the secret has been rotated. */
const rotated = ['28P01', '28000']

/**
 * The database, for a function that lives long: one connection, opened when it is first needed, its password out of the
 * secret that `PGSECRET_ARN` names. When the password has changed since, it is read anew, once.
 */
export function databaseOf(env: NodeJS.ProcessEnv, log: Logger) {
  const secrets = new SecretsManagerClient({})
  let open: Promise<Opened> | undefined

  const connect = async (): Promise<Opened> => {
    const database = databaseSchema.parse({ ...env, ...(await credentials(secrets, env.PGSECRET_ARN)) })
    const pool = createPool(database, { log, max: 1 })
    return { db: queriesOf(pool), close: () => pool.end() }
  }
  const current = (): Promise<Opened> => {
    open ??= connect().catch((error: unknown) => {
      open = undefined
      throw error
    })
    return open
  }
  return async <T>(run: (db: Queries) => Promise<T>): Promise<T> => {
    const { db, close } = await current()
    try {
      return await run(db)
    } catch (error) {
      if (!rotated.includes(String((error as { code?: unknown }).code))) throw error
      open = undefined
      await close()
      return run((await current()).db)
    }
  }
}

async function credentials(secrets: SecretsManagerClient, SecretId: string | undefined) {
  if (!SecretId) return {}
  const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId }))
  const { username, password } = JSON.parse(SecretString) as { username?: string; password?: string }
  return { PGUSER: username, PGPASSWORD: password }
}
