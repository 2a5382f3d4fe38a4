// What the local user pools know: pools with their clients, users and groups, and the sessions tokens come from.
import type { Shape } from '../service.ts'
import type { PoolKeys } from './keys.ts'
import type { Verifier } from './srp.ts'

/** UserStatusType. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html */
export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD'

/** A code that was sent. */
export interface Code {
  readonly value: string
  readonly expires: Date
}

/** Failed sign-ins in a row, and until when the user is locked out. */
export interface Failures {
  readonly count: number
  readonly until: Date
}

/** A user. */
export interface User {
  readonly username: string
  readonly sub: string
  /** Values by attribute name; `sub` is not among them. */
  readonly attributes: Map<string, string>
  /** New values that count once their code is confirmed. */
  readonly pending: Map<string, string>
  /** Sent codes by purpose: `sign-up`, `password`, `verify:email`… */
  readonly codes: Map<string, Code>
  /** When each limited action was tried in the last hour. */
  readonly attempts: Map<string, readonly Date[]>
  readonly groups: Set<string>
  readonly created: Date
  modified: Date
  enabled: boolean
  status: UserStatus
  password?: Verifier | undefined
  /** When a temporary password stops working. */
  temporaryUntil?: Date | undefined
  failures: Failures
}

/** An app client. */
export interface Client {
  readonly id: string
  readonly secret?: string | undefined
  readonly created: Date
  modified: Date
  settings: Shape
}

/** A group of users. */
export interface Group {
  readonly name: string
  readonly created: Date
  modified: Date
  settings: Shape
}

/** A user pool; `settings` are the members of CreateUserPool. */
export interface Pool {
  readonly id: string
  readonly arn: string
  readonly name: string
  readonly created: Date
  modified: Date
  settings: Shape
  readonly clients: Map<string, Client>
  /** By lower-cased user name, or by user name as it is in a case-sensitive pool. */
  readonly users: Map<string, User>
  readonly groups: Map<string, Group>
  keys?: Promise<PoolKeys>
}

/** One sign-in; its tokens carry its id as `origin_jti`. */
export interface Session {
  readonly id: string
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly authTime: Date
  readonly eventId: string
  revoked: boolean
}

/** A refresh token; one that was rotated out lives on for the client's grace period. */
export interface RefreshToken {
  readonly session: Session
  readonly expires: Date
  rotatedUntil?: Date
}

/** A challenge that waits for its answer. */
export interface Challenge {
  readonly name: 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED'
  readonly client: Client
  /** Undefined for the simulated user of an unknown name. */
  readonly user: User | undefined
  readonly expires: Date
  /** Of PASSWORD_VERIFIER: gives whether the claim is right. */
  readonly proves?: (timestamp: string, signature: string) => boolean
}

/** Everything. */
export interface CognitoState {
  readonly pools: Map<string, Pool>
  readonly refreshTokens: Map<string, RefreshToken>
  /** The session behind each access token, by `jti`. */
  readonly accessTokens: Map<string, Session>
  /** By session string, or by secret block. */
  readonly challenges: Map<string, Challenge>
}

/** No pools yet. */
export const createState = (): CognitoState => ({
  pools: new Map(),
  refreshTokens: new Map(),
  accessTokens: new Map(),
  challenges: new Map(),
})
