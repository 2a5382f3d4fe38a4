// ForgotPassword and ConfirmForgotPassword.
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
import { listIn } from '../protocols/form.ts'
import type { Operation, Shape } from '../service.ts'
import { countAttempt } from './attempts.ts'
import { type Delivery, sendCode, takeCode } from './codes.ts'
import { tellConfirmed } from './confirm.ts'
import { findClient, isVerified, userNamed } from './find.ts'
import { hidesUsers, simulatedDelivery } from './hidden-users.ts'
import type { Parts } from './parts.ts'
import { checkPassword } from './password-policy.ts'
import { codeExpired, invalidParameter, notAuthorized, userNotFound } from './refusals.ts'
import { checkSecretHash } from './secret-hash.ts'
import type { Pool, User } from './state.ts'
import { setPassword } from './users.ts'

/** The operations for people who forgot their password. */
export const recoverOperations = (parts: Parts): Readonly<Record<string, Operation>> => ({
  ForgotPassword: (input) => forgot(parts, input),
  ConfirmForgotPassword: (input) => confirm(parts, input),
})

const named = (parts: Parts, input: Shape) => {
  const { pool, client } = findClient(parts.state, input.ClientId)
  const user = userNamed(pool, input.Username)
  const usernames = [String(input.Username), ...(user ? [user.username] : [])]
  checkSecretHash(client, { usernames, hash: input.SecretHash })
  if (!user && !hidesUsers(client)) throw userNotFound('Username/client id combination not found.')
  return { pool, client, user }
}

const forgot = async (parts: Parts, input: Shape): Promise<Shape> => {
  const { pool, client, user } = named(parts, input)
  if (!user || (!user.enabled && hidesUsers(client))) {
    return { CodeDeliveryDetails: simulatedDelivery(String(input.Username)) }
  }
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.')
  }
  countAttempt(user, 'ForgotPassword', parts.world.clock.now())
  const CodeDeliveryDetails = await sendCode(parts, {
    pool,
    user,
    client,
    purpose: 'password',
    occasion: 'ForgotPassword',
    delivery: recoveryDelivery(pool, user),
    clientMetadata: input.ClientMetadata,
  })
  return { CodeDeliveryDetails }
}

/** Where a code for a new password goes: the first verified address of the pool's recovery mechanisms. */
export const recoveryDelivery = (pool: Pool, user: User): Delivery => {
  const mechanisms = listIn<Shape>(pool.settings.AccountRecoverySetting?.RecoveryMechanisms)
  const order = mechanisms.length
    ? [...mechanisms].sort((a, b) => Number(a.Priority) - Number(b.Priority)).map(({ Name }) => String(Name))
    : ['verified_phone_number', 'verified_email']
  if (order[0] === 'admin_only') throw notAuthorized('Contact administrator to reset password.')
  const attribute = order
    .map((mechanism) => mechanism.replace('verified_', ''))
    .find((one) => user.attributes.get(one) && isVerified(user, one))
  if (attribute) return { attribute, to: user.attributes.get(attribute) ?? '' }
  throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')
}

const confirm = async (parts: Parts, input: Shape): Promise<Shape> => {
  const { pool, client, user } = named(parts, input)
  if (!user) throw codeExpired()
  if (!user.enabled) throw hidesUsers(client) ? codeExpired() : notAuthorized('User is disabled.')
  const now = parts.world.clock.now()
  countAttempt(user, 'ConfirmForgotPassword', now)
  const password = String(input.Password ?? '')
  checkPassword(pool, password)
  takeCode(user, { purpose: 'password', given: input.ConfirmationCode, now })
  setPassword(parts, pool, { user, password })
  user.status = 'CONFIRMED'
  await tellConfirmed(parts, {
    pool,
    user,
    client,
    occasion: 'ConfirmForgotPassword',
    clientMetadata: input.ClientMetadata,
  })
  return {}
}
