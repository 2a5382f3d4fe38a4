// A process: the app as main.ts serves it, on any port, with the cache or without one, and answering what is asked of it.
import type { AddressInfo } from 'node:net'
import { destination, pino } from 'pino'
import type { Cache } from '../db/cache.ts'
import { readConfig } from '../server/config.ts'
import { connect } from '../server/connect.ts'
import { createApp } from '../server/create-app.ts'
import { listen } from '../server/listen.ts'
import { redact, serializers } from '../server/redact.ts'
import { answerParent } from './child.ts'

const config = readConfig(process.env)
const options = { level: config.logLevel, base: { release: config.release }, redact, serializers }
const log = pino(options, destination({ sync: true, minLength: 4_096, periodicFlush: 100 }))
const { deps } = await connect(config, log)
const noCache: Cache = { read: (_key, _milliseconds, load) => load(), drop: async () => {}, close: async () => {} }
const server = await listen(createApp(process.env.BENCH_CACHE === 'off' ? { ...deps, cache: noCache } : deps), config)
answerParent((server.address() as AddressInfo).port)
