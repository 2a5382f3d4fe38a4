import { rm, writeFile } from 'node:fs/promises'
import { readDatabase } from '../server/config.ts'
import { startCloud } from './cloud.ts'
import { forward } from './forward.ts'
import { onSignal } from './on-signal.ts'

/**
 * What the app uses of AWS, for other containers: on port 4566 of every address, once the file that `CLOUD_FILE` names
 * says what is only known now, as environment variables.
 */
export async function main(): Promise<void> {
  const file = process.env.CLOUD_FILE ?? '/cloud/aws.env'
  const port = Number(process.env.PORT ?? 4566)
  const signal = onSignal()
  await rm(file, { force: true })
  const { aws, pool } = await startCloud({
    database: readDatabase(process.env),
    onMail: (to, code) => console.log(`mail to ${to}: your code is ${code}`),
    onLine: (name, line) => void (/"level":(50|60)|ERROR/.test(line) && console.log(`${name}: ${line}`)),
  })
  await writeFile(file, `USERS_POOL_ID=${pool.poolId}\nUSERS_CLIENT_ID=${pool.clientId}\n`)
  const front = await forward({ host: '0.0.0.0', port }, new URL(aws.endpoint))
  console.log(`the local AWS answers on port ${port}`)
  await signal.first
  await front.close()
  await aws.stop()
  process.exit(0)
}
