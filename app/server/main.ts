import type { AddressInfo } from 'node:net'
import { destination, pino } from 'pino'
import { activitiesOf } from '../db/activities.ts'
import { createPool } from '../db/pool.ts'
import { probeOf } from '../db/probe.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { createApp } from './create-app.ts'
import { listen } from './listen.ts'
import { stop } from './stop.ts'

/** Serves until SIGTERM or SIGINT. */
async function main(config: Config): Promise<void> {
  // Written at once: lines that are still buffered when the process exits come out of order.
  const log = pino({ level: config.logLevel, base: { release: config.release } }, destination({ sync: true }))
  const pool = createPool(config.database, { log })
  // A connection of its own: whether the database is reachable must not depend on how busy the pool is.
  const probing = createPool(config.database, { log, max: 1 })
  const app = createApp({ release: config.release, probe: probeOf(probing), activities: activitiesOf(pool), log })
  const server = await listen(app, config)
  log.info({ host: config.host, port: (server.address() as AddressInfo).port }, 'listening')

  log.info({ signal: await stopSignal() }, 'stopping: no new connections, finishing the requests under way')
  const ending = await stop(server)
  if (ending === 'cut off') log.warn('requests were still under way at the deadline and were cut off')
  else await Promise.all([pool.end(), probing.end()])
  log.info('stopped')
}

/** The signal that asks to stop. The listeners stay: a second signal must not end what is being finished. */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve)
  })
}

try {
  await main(readConfig(process.env))
  process.exit(0)
} catch (error) {
  console.error(error instanceof ConfigError ? `cruddur: ${error.message}` : error)
  process.exit(1)
}
