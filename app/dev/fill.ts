import { pino } from 'pino'
import { connectMessages } from '../db/messages/connect-messages.ts'
import { createPool } from '../db/pool.ts'
import { queriesOf } from '../db/queries.ts'
import { usersOf } from '../db/users.ts'
import type { Config } from '../server/config.ts'
import type { AwsAddress } from './aws-calls.ts'
import { createAccount } from './create-user-pool.ts'
import { people } from './people.ts'
import { seed } from './seed.ts'
import { seedMessages } from './seed-messages.ts'

/** How everybody of the seed signs in. */
export const accounts = people.map(({ handle, name }) => ({
  email: `${handle}@cruddur.example`,
  password: 'Posts-expire-7',
  handle,
  displayName: name,
}))

/** Puts the seed into an app that is empty: into its database, its user pool and its table of messages. */
export async function fill(config: Config, aws: AwsAddress & { readonly poolId: string }): Promise<void> {
  const log = pino({ level: 'warn' })
  const rows = createPool(config.database, { log })
  const messages = config.messages && connectMessages(config.messages)
  try {
    const db = queriesOf(rows)
    await seed(db)
    const ids = new Map<string, string>()
    for (const account of accounts) {
      const sub = await createAccount(aws, aws.poolId, account)
      await rows.query('update users set sub = $1 where sub = $2', [sub, `seed-${account.handle}`])
      ids.set(account.handle, (await usersOf(db, () => null).bySub(sub))?.id ?? '')
    }
    if (messages) await seedMessages(messages.conversations, (handle) => ids.get(handle) ?? '')
  } finally {
    messages?.close()
    await rows.end()
  }
}
