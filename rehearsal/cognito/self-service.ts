// What a signed-in user does with an access token.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
import type { Operation, Shape } from '../service.ts'
import { checkLockout, countAttempt } from './attempts.ts'
import { checkWritable, printAttributes, readAttributes } from './attributes.ts'
import { takeCode } from './codes.ts'
import { claimAliases } from './confirm.ts'
import type { Parts } from './parts.ts'
import { checkPassword } from './password-policy.ts'
import { invalidParameter } from './refusals.ts'
import { checkOwnPassword } from './sign-in.ts'
import { revokeSessions, sessionOf } from './tokens.ts'
import { changeAttributes, sendVerification } from './update-attributes.ts'
import { removeUser, setPassword } from './users.ts'

/** The operations that an access token authorizes. */
export const selfServiceOperations = (parts: Parts): Readonly<Record<string, Operation>> => {
  const now = () => parts.world.clock.now()
  return {
    GetUser: async ({ AccessToken }) => {
      const { user } = await sessionOf(parts, AccessToken)
      return { Username: user.username, UserAttributes: printAttributes(user) }
    },
    UpdateUserAttributes: async (input) => {
      const { pool, client, user } = await sessionOf(parts, input.AccessToken)
      const values = readAttributes(input.UserAttributes)
      checkWritable(client, [...values.keys()])
      const sent = await changeAttributes(parts, { pool, user, client, values, clientMetadata: input.ClientMetadata })
      return { CodeDeliveryDetailsList: sent }
    },
    DeleteUserAttributes: async (input) => {
      const { client, user } = await sessionOf(parts, input.AccessToken)
      const names = (input.UserAttributeNames ?? []) as readonly string[]
      checkWritable(client, names)
      for (const name of names) user.attributes.delete(name)
      return {}
    },
    GetUserAttributeVerificationCode: async (input) => {
      const { pool, client, user } = await sessionOf(parts, input.AccessToken)
      const attribute = verifiable(input.AttributeName)
      countAttempt(user, 'GetUserAttributeVerificationCode', now())
      const occasion = 'VerifyUserAttribute'
      const sending = { pool, user, client, attribute, occasion, clientMetadata: input.ClientMetadata as Shape }
      return { CodeDeliveryDetails: await sendVerification(parts, sending) }
    },
    VerifyUserAttribute: async (input) => {
      const { pool, user } = await sessionOf(parts, input.AccessToken)
      const attribute = verifiable(input.AttributeName)
      countAttempt(user, 'VerifyUserAttribute', now())
      takeCode(user, { purpose: `verify:${attribute}`, given: input.Code, now: now() })
      const pending = user.pending.get(attribute)
      if (pending !== undefined) user.attributes.set(attribute, pending)
      user.pending.delete(attribute)
      claimAliases(pool, user, { attributes: [attribute], force: false })
      user.attributes.set(`${attribute}_verified`, 'true')
      user.modified = now()
      return {}
    },
    ChangePassword: async (input) => {
      const { pool, user } = await sessionOf(parts, input.AccessToken)
      countAttempt(user, 'ChangePassword', now())
      checkLockout(user, now())
      checkOwnPassword(parts, pool, { user, password: String(input.PreviousPassword ?? '') })
      checkPassword(pool, String(input.ProposedPassword ?? ''))
      setPassword(parts, pool, { user, password: String(input.ProposedPassword) })
      return {}
    },
    DeleteUser: async ({ AccessToken }) => {
      const { pool, user } = await sessionOf(parts, AccessToken)
      removeUser(parts, pool, user)
      return {}
    },
    GlobalSignOut: async ({ AccessToken }) => {
      const { user } = await sessionOf(parts, AccessToken)
      revokeSessions(parts, user)
      return {}
    },
  }
}

const verifiable = (given: unknown): 'email' | 'phone_number' => {
  if (given === 'email' || given === 'phone_number') return given
  throw invalidParameter('Only the attributes email and phone_number can be verified.')
}
