import type { AddressInfo } from 'node:net'
import { destination, type Logger, pino } from 'pino'
import { type Config, ConfigError, readConfig } from './config.ts'
import { connect } from './connect.ts'
import { createApp } from './create-app.ts'
import { listen } from './listen.ts'
import { redact, serializers } from './redact.ts'
import { stop } from './stop.ts'
import { type Watching, watch } from './watching.ts'

/** Serves until SIGTERM or SIGINT. */
async function main(config: Config): Promise<void> {
  // In order, many lines at once where there are many, none of them later than this. The last are written on the way out.
  const output = destination({ sync: true, minLength: 4_096, periodicFlush: 100 })
  process.once('exit', () => output.flushSync())
  const options = { level: config.logLevel, base: { release: config.release }, redact, serializers }
  const log = pino(options, output)
  const watching = await watch(config, log)
  tellOfCrash(watching, log)
  const { deps, quiet, close } = await connect(config, log, watching)
  const server = await listen(createApp(deps), config)
  log.info({ host: config.host, port: (server.address() as AddressInfo).port }, 'listening')

  log.info({ signal: await stopSignal() }, 'stopping: no new connections, finishing the requests under way')
  quiet()
  const ending = await stop(server)
  if (ending === 'cut off') log.warn('requests were still under way at the deadline and were cut off')
  await Promise.all([ending === 'finished' && close(), watching.stop()])
  log.info('stopped')
}

/** Tells who watches of the error that ends this process, which it does with or without them. */
function tellOfCrash({ onCrash, stop: flush }: Watching, log: Logger): void {
  if (!onCrash) return
  process.once('uncaughtException', async (error) => {
    log.fatal({ err: error }, 'crashed')
    onCrash(error)
    await flush()
    process.exit(1)
  })
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
