import { personOf } from '../../db/users.ts'
import { databaseUsers } from '../database-users.ts'
import { log } from '../log.ts'

const withUsers = databaseUsers(process.env, log)

/** What Cognito sends after a confirmation, and wants back. */
type Confirmed = {
  readonly triggerSource: string
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> }
}

/**
 * Makes the row of someone who has confirmed their account. It is keyed by Cognito's `sub`, so that a second call changes
 * nothing; a new password, which is confirmed too, makes no user. What fails is thrown: Cognito tries three times and
 * tells the user, and the API makes up for it at the first sign-in.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
export const handler = async <E extends Confirmed>(event: E): Promise<E> => {
  if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event
  const { sub = '', preferred_username: handle = '', name = '' } = event.request.userAttributes
  if (!sub) throw new Error('the event has no "sub"; nobody can be told apart by anything else')
  const user = await withUsers((users) => users.ensure(personOf({ sub, handle, name })))
  log.info({ user: user.id }, 'user made or found')
  return event
}
