import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Delivery, Environment } from '#model'
import type { Clock } from '#pipelines/clock.ts'
import type { Cloud } from '#pipelines/cloud/cloud.ts'
import { environmentOf } from './environment.ts'
import { loadConfig } from './load-config.ts'
import type { Options } from './report.ts'

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds) => {
    await setTimeout(milliseconds)
  },
}

/** What a command that talks to AWS works with. */
export interface Session {
  readonly root: string
  readonly delivery: Delivery
  readonly environment: Environment
  readonly cloud: Cloud
  readonly clock: Clock
  /** Names this run's change sets. */
  readonly run: string
}

/** Loads the configuration, and the SDK only then: commands that need no cloud never pay for it. */
export const session = async (options: Options): Promise<Session> => {
  const root = process.cwd()
  const delivery = await loadConfig(root, options.config)
  const environment = environmentOf(delivery, options.environment)
  const { awsCloud } = await import('#pipelines/cloud/index.ts')
  const cloud = awsCloud({ region: environment.region, env: process.env, sleep: systemClock.sleep })
  return { root, delivery, environment, cloud, clock: systemClock, run: randomUUID().slice(0, 8) }
}
