import type { Confirmation, NewPassword, SignIn, SignUp, SignUpDone } from '../../contract.ts'
import type { Person } from '../../db/users.ts'

/** What signing in gives. */
export type Session = { readonly accessToken: string; readonly refreshToken: string }

/** The user pool. Whatever it refuses is thrown as a Refusal in words of ours. */
export type Identity = {
  signUp(user: SignUp): Promise<SignUpDone>
  confirm(confirmation: Confirmation): Promise<void>
  /** Mails the code again; does not say whether there is such a user. */
  resend(email: string): Promise<void>
  signIn(user: SignIn): Promise<Session>
  /** New tokens; undefined when the refresh token no longer counts. */
  refresh(refreshToken: string): Promise<Session | undefined>
  /** Mails a code to set a new password with; does not say whether there is such a user. */
  forgot(email: string): Promise<void>
  reset(password: NewPassword): Promise<void>
  /** Ends the session of this refresh token. */
  signOut(refreshToken: string): Promise<void>
  /** Ends all sessions of the user. */
  signOutEverywhere(accessToken: string): Promise<void>
  /** What the user called themselves when they signed up. */
  person(accessToken: string): Promise<Person>
}
