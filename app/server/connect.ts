import type { Logger } from 'pino'
import { cacheOn, memoryKeep } from '../db/cache.ts'
import { channel } from '../db/events.ts'
import { listenTo } from '../db/listen.ts'
import { liveOn } from '../db/live.ts'
import { createPool } from '../db/pool.ts'
import { probeOf } from '../db/probe.ts'
import { queriesOf } from '../db/queries.ts'
import { storeOf } from '../db/store.ts'
import { avatarUrlBelow } from '../db/user-view.ts'
import { cached } from './changes.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { startSweeping } from './sweeping.ts'
import { tokensOf } from './tokens.ts'
import type { Watching } from './watching.ts'

/**
 * What the API depends on, connected and watched by `telemetry` when there is some; `quiet` ends what would keep requests
 * open, `close` the rest.
 */
export async function connect(
  config: Config,
  log: Logger,
  { telemetry, onFailure }: Partial<Watching> = {},
): Promise<{ deps: Deps; quiet(): void; close(): Promise<void> }> {
  const pool = createPool(config.database, { log })
  // A connection of its own: whether the database is reachable must not depend on how busy the pool is.
  const probing = createPool(config.database, { log, max: 1 })
  telemetry?.pool(pool)
  const db = queriesOf(pool, telemetry?.statement)
  const store = storeOf(db, avatarUrlBelow(config.avatars))
  const cache = cacheOn(config.cache ? await sharedKeep(config.cache, config.release, log) : memoryKeep())
  const live = liveOn(store.events, { log })
  const stopListening = listenTo(config.database, {
    channel,
    log,
    onWake: () => {
      live.wake()
      // What another task changed is out of date here too.
      void cache.drop(cached.home)
    },
  })
  const stopSweeping = startSweeping(db, log)
  const messages =
    config.messages &&
    (await import('../db/messages/connect-messages.ts')).connectMessages(config.messages, telemetry?.aws)
  const { origins, proxies, rateFactor, secureCookies, release, pool: users } = config
  return {
    deps: {
      release,
      log,
      probe: probeOf(probing),
      store,
      cache,
      live,
      tokens: users && tokensOf(users),
      // Loaded only where there is a user pool: the AWS SDK is most of the server.
      identity: users && (await import('./identity/cognito.ts')).cognito(users, telemetry?.aws),
      conversations: messages?.conversations,
      avatars: config.uploads && (await import('./avatar-tickets.ts')).avatarTickets(config.uploads),
      telemetry,
      onFailure,
      origins,
      proxies,
      rateFactor,
      secureCookies,
    },
    quiet: () => live.close(),
    async close() {
      stopSweeping()
      await stopListening()
      await cache.close()
      messages?.close()
      await Promise.all([pool.end(), probing.end()])
    },
  }
}

const sharedKeep = async (url: string, release: string, log: Logger) =>
  (await import('../db/valkey-keep.ts')).valkeyKeep({ url, release, log })
