// What every operation of the user pools is made from.
import type { World } from '../world.ts'
import type { Outbox } from './mail.ts'
import type { CognitoState } from './state.ts'
import type { RunTrigger } from './triggers.ts'

/** The world, what is known, the outbox, and the Lambda triggers. */
export interface Parts {
  readonly world: World
  readonly state: CognitoState
  readonly outbox: Outbox
  readonly trigger: RunTrigger
}
