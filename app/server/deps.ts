import type { Logger } from 'pino'
import type { NewAvatar, UploadTicket } from '../contract.ts'
import type { Cache } from '../db/cache.ts'
import type { Conversations } from '../db/conversations.ts'
import type { Live } from '../db/live.ts'
import type { Probe } from '../db/probe.ts'
import type { Store } from '../db/store.ts'
import type { OnFailure } from './errors.ts'
import type { Identity } from './identity/identity.ts'
import type { Telemetry } from './telemetry/telemetry.ts'
import type { Tokens } from './tokens.ts'

/** Gives permissions to upload an avatar: of this type, at most this large, to this place. */
export type AvatarTickets = {
  ticket(avatar: NewAvatar & { userId: string; version: string }): Promise<Omit<UploadTicket, 'version'>>
}

/** Everything the API depends on. What is undefined is not set up: its routes say so, the others work. */
export type Deps = {
  readonly release: string
  readonly log: Logger
  readonly probe: Probe
  readonly store: Store
  readonly cache: Cache
  readonly live: Live
  readonly tokens?: Tokens | undefined
  readonly identity?: Identity | undefined
  readonly conversations?: Conversations | undefined
  readonly avatars?: AvatarTickets | undefined
  /** What watches the requests. */
  readonly telemetry?: Pick<Telemetry, 'requests' | 'spanIds'> | undefined
  /** Who is told of what is nobody's fault but ours. */
  readonly onFailure?: OnFailure | undefined
  /** The origins of other sites whose pages may call. */
  readonly origins: readonly string[]
  /** How many proxies stand before this server, whose word on who calls is taken. */
  readonly proxies: number
  /** What the limits on the rate of calls are multiplied by; 0 is none. */
  readonly rateFactor: number
  /** Whether the cookie travels over https only, as it must anywhere but on one's own machine. */
  readonly secureCookies: boolean
}
