import type { Me } from './users.ts'

/** What `POST /api/session/sign-up` takes. */
export type SignUp = {
  readonly email: string
  readonly password: string
  readonly handle: string
  readonly displayName: string
}

/** What signing up answers: where the code went, masked (`a***@e***`); null when nothing must be confirmed. */
export type SignUpDone = { readonly codeSentTo: string | null }

/** What `POST /api/session/confirm` takes; `resend` and `forgot` take the email alone, and always answer 202. */
export type Confirmation = { readonly email: string; readonly code: string }

/** What `POST /api/session/sign-in` takes. */
export type SignIn = { readonly email: string; readonly password: string }

/** What `POST /api/session/reset` takes. */
export type NewPassword = { readonly email: string; readonly code: string; readonly password: string }

/**
 * What `sign-in` and `refresh` answer. Keep the token in memory and send it as `Authorization: Bearer`; the cookie set
 * beside it, which no script can read, is what `refresh` and `sign-out` work by. `refresh` answers 204 to whoever is
 * not signed in. `sign-out` takes `{ "everywhere": true }` to end the sessions on all devices.
 */
export type SignedIn = { readonly accessToken: string; readonly expiresAt: string; readonly me: Me }
