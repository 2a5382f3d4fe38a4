import { readConfig } from '../server/config.ts'
import { fill } from './fill.ts'

/** Puts the seed into the app that the environment describes, as it does to the server; its AWS must be a local one. */
export async function main(): Promise<void> {
  const { AWS_ENDPOINT_URL, AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env
  const config = readConfig(process.env)
  if (!AWS_ENDPOINT_URL || !config.pool)
    throw new Error('AWS_ENDPOINT_URL and USERS_POOL_ID must name a local AWS: nothing else is filled')
  await fill(config, {
    endpoint: AWS_ENDPOINT_URL,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    poolId: config.pool.poolId,
  })
  console.log('the seed is there')
  process.exit(0)
}
