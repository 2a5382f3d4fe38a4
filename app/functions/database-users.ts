import type { Logger } from 'pino'
import { type UserStore, usersOf } from '../db/users.ts'
import { databaseOf } from './database.ts'

/** The users in the database, for a function. */
export function databaseUsers(env: NodeJS.ProcessEnv, log: Logger) {
  const withDatabase = databaseOf(env, log)
  return <T>(run: (users: UserStore) => Promise<T>): Promise<T> => withDatabase((db) => run(usersOf(db, () => null)))
}
