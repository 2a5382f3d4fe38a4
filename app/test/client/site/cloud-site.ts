import { vi } from 'vitest'
import { startCloud } from '../../../dev/cloud.ts'
import { readConfig } from '../../../server/config.ts'
import { connect } from '../../../server/connect.ts'
import { createApp } from '../../../server/create-app.ts'
import { envOf, migratedDatabase, silent } from '../../setup/database.ts'
import { served } from '../../setup/served.ts'
import { siteOf } from './serve-site.ts'
import type { Visited } from './visitors.ts'

/** The app as it is deployed, on a local AWS: a user pool, the table of the messages, buckets and functions. */
export type CloudSite = Visited & {
  /** Where the outbox is read. */
  readonly mail: string
  close(): Promise<void>
}

/** Starts it, with a database and a cloud of its own. */
export async function startCloudSite(): Promise<CloudSite> {
  const mails = new Map<string, string>()
  const { database, pool } = await migratedDatabase()
  await pool.end()
  const cloud = await startCloud({ database, onMail: (to, code) => void mails.set(to, code), onLine: () => {} })
  // The AWS SDK finds its region and keys in the environment of the process, here as in a container.
  for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value)
  const flags = { INSECURE_COOKIES: '1', RATE_LIMIT_FACTOR: '0' }
  const { deps, quiet, close } = await connect(readConfig({ ...envOf(database), ...cloud.env, ...flags }), silent)
  const site = await served(await siteOf({ api: createApp(deps), pictures: cloud.aws.endpoint }))
  return {
    url: site.url,
    api: { mails },
    mail: `${cloud.aws.endpoint}/_local/mail`,
    async close() {
      quiet()
      await site.close()
      await close()
      await cloud.aws.stop()
      vi.unstubAllEnvs()
    },
  }
}
