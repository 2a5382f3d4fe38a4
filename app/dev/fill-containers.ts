import { pino } from 'pino'
import { readConfig } from '../server/config.ts'
import { connect } from '../server/connect.ts'
import { fill } from './fill.ts'

/** Puts the seed into the app that the environment describes, as it does to the server; its AWS must be a local one. */
export async function main(): Promise<void> {
  const config = readConfig(process.env)
  const endpoint = process.env.AWS_ENDPOINT_URL
  if (!endpoint || !config.pool)
    throw new Error('AWS_ENDPOINT_URL and USERS_POOL_ID must name a local AWS: nothing else is filled')
  const { deps, quiet, close } = await connect(config, pino({ level: 'warn' }))
  const credentials = {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  }
  const aws = { endpoint, region: process.env.AWS_REGION ?? '', credentials }
  await fill({ database: config.database, aws, poolId: config.pool.poolId, conversations: deps.conversations })
  quiet()
  await close()
  console.log('the seed is there')
  process.exit(0)
}
