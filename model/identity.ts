import { type Name, name } from './name.ts'
import { placed } from './place.ts'

/** Who signs in: a Cognito user pool with one public client. */
export interface Identity {
  readonly kind: 'identity'
  readonly name: Name<'identity'>
  /** Whether people sign in with a second factor. */
  readonly mfa: 'off' | 'optional' | 'required'
  /** Threat protection: `audit` only reports. Other than `off` it is paid per user, in the Plus tier. */
  readonly threatProtection: 'off' | 'audit' | 'enforced'
  /** False: only an administrator makes accounts. */
  readonly signUp: boolean
  /** Attributes everyone must give beside the address, in Cognito's own words. They cannot change later. */
  readonly attributes: readonly string[]
  /**
   * The sender of its mail, an address of a domain that is verified in SES in the same region. Without one Cognito sends, at most
   * 50 messages a day. Amazon Cognito Developer Guide, "Email settings for Amazon Cognito user pools".
   */
  readonly from?: string
  /** Tells a service or a function the pool and its client, so that it can verify tokens. */
  readonly verify: () => IdentityUse
  /**
   * As `verify`, for a service that takes people's passwords and signs them in itself, so that a page keeps no token. Only
   * then may the client be given a password; otherwise pages prove that they know it (SRP).
   * Amazon Cognito Developer Guide, "Authentication flows".
   */
  readonly signIn: () => IdentityUse
  /** The event of someone who confirmed an account: before the first sign-in, and only once. */
  readonly confirmed: () => Confirmed
}

/** What a service or a function knows of an identity: public facts, no permission. */
export interface IdentityUse {
  readonly may: 'verify' | 'sign-in'
  readonly to: Identity
}

/** An account that was confirmed. Cognito waits for the function, at most five seconds. */
export interface Confirmed {
  readonly event: 'confirmed'
  readonly of: Identity
}

/**
 * A user pool where people sign in by their e-mail address.
 * @example identity('users', { attributes: ['name', 'preferred_username'], mfa: 'optional' })
 */
export const identity = (
  id: string,
  given: {
    readonly mfa?: Identity['mfa']
    readonly threatProtection?: Identity['threatProtection']
    readonly signUp?: boolean
    readonly attributes?: readonly string[]
    readonly from?: string
  } = {},
): Identity => {
  const made: Identity = {
    kind: 'identity',
    name: name<'identity'>(id),
    mfa: given.mfa ?? 'optional',
    threatProtection: given.threatProtection ?? 'off',
    signUp: given.signUp ?? true,
    attributes: given.attributes ?? [],
    ...(given.from !== undefined && { from: given.from }),
    verify: () => ({ may: 'verify', to: made }),
    signIn: () => ({ may: 'sign-in', to: made }),
    confirmed: () => ({ event: 'confirmed', of: made }),
  }
  return placed(made, identity)
}
