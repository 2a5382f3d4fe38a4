// What an administrator does with users.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
import { flagIn, listIn } from '../protocols/form.ts'
import { awsError, type Operation, type Shape } from '../service.ts'
import { adminCreateUser } from './admin-create.ts'
import { printAttributes, readAttributes } from './attributes.ts'
import { sendCode } from './codes.ts'
import { tellConfirmed } from './confirm.ts'
import { findPool, findUser } from './find.ts'
import { listUsersOperation } from './list-users.ts'
import type { Parts } from './parts.ts'
import { checkPassword, passwordPolicyOf } from './password-policy.ts'
import { recoveryDelivery } from './recover.ts'
import { notAuthorized } from './refusals.ts'
import type { Pool, User } from './state.ts'
import { revokeSessions } from './tokens.ts'
import { changeAttributes } from './update-attributes.ts'
import { printUser, removeUser, setPassword } from './users.ts'

/** The operations on users that an administrator's credentials authorize. */
export const adminOperations = (parts: Parts): Readonly<Record<string, Operation>> => {
  const on =
    (act: (pool: Pool, user: User, input: Shape) => Shape | undefined | Promise<Shape | undefined>): Operation =>
    async (input) => {
      const pool = findPool(parts.state, input.UserPoolId)
      return (await act(pool, findUser(pool, input.Username), input)) ?? {}
    }
  return {
    AdminCreateUser: (input) => adminCreateUser(parts, input),
    ListUsers: listUsersOperation(parts),
    AdminGetUser: on((_pool, user) => {
      const { Attributes: _attributes, ...shown } = printUser(user)
      return { ...shown, UserAttributes: printAttributes(user) }
    }),
    AdminDeleteUser: on((pool, user) => {
      removeUser(parts, pool, user)
      return undefined
    }),
    AdminConfirmSignUp: on(async (pool, user, { ClientMetadata }) => {
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
      }
      user.status = 'CONFIRMED'
      user.modified = parts.world.clock.now()
      await tellConfirmed(parts, { pool, user, occasion: 'ConfirmSignUp', clientMetadata: ClientMetadata })
      return undefined
    }),
    AdminSetUserPassword: on((pool, user, { Password, Permanent }) => {
      checkPassword(pool, String(Password ?? ''))
      setPassword(parts, pool, { user, password: String(Password) })
      user.status = flagIn(Permanent) ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
      if (flagIn(Permanent)) return undefined
      const days = Number(passwordPolicyOf(pool).TemporaryPasswordValidityDays ?? 7)
      user.temporaryUntil = new Date(parts.world.clock.now().getTime() + days * 86_400_000)
      return undefined
    }),
    AdminResetUserPassword: on(async (pool, user, { ClientMetadata }) => {
      if (user.status !== 'CONFIRMED') {
        throw awsError('NotAuthorizedException', 'User password cannot be reset in the current state.')
      }
      const delivery = recoveryDelivery(pool, user)
      user.status = 'RESET_REQUIRED'
      const sending = { pool, user, purpose: 'password', occasion: 'ForgotPassword', delivery }
      await sendCode(parts, { ...sending, clientMetadata: ClientMetadata })
      return undefined
    }),
    AdminUpdateUserAttributes: on(async (pool, user, input) => {
      const values = readAttributes(input.UserAttributes)
      await changeAttributes(parts, { pool, user, values, clientMetadata: input.ClientMetadata })
      return undefined
    }),
    AdminDeleteUserAttributes: on((_pool, user, { UserAttributeNames }) => {
      for (const name of listIn(UserAttributeNames)) user.attributes.delete(name)
      return undefined
    }),
    AdminEnableUser: on((_pool, user) => {
      user.enabled = true
      return undefined
    }),
    AdminDisableUser: on((_pool, user) => {
      user.enabled = false
      revokeSessions(parts, user)
      return undefined
    }),
    AdminUserGlobalSignOut: on((_pool, user) => {
      revokeSessions(parts, user)
      return undefined
    }),
  }
}
