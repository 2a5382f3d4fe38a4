// SignUp, ConfirmSignUp and ResendConfirmationCode.
// https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
import { flagIn } from '../protocols/form.ts'
import type { Operation, Shape } from '../service.ts'
import { countAttempt } from './attempts.ts'
import { checkRequired, checkWritable, readAttributes } from './attributes.ts'
import { type Delivery, sendCode, signUpDelivery, takeCode } from './codes.ts'
import { claimAliases, tellConfirmed } from './confirm.ts'
import { findClient, nameAttributeOf, userNamed } from './find.ts'
import { hidesUsers, simulatedDelivery } from './hidden-users.ts'
import { attributesOfNewUser } from './new-user.ts'
import type { Parts } from './parts.ts'
import { checkPassword } from './password-policy.ts'
import { codeExpired, invalidParameter, notAuthorized, userNotFound } from './refusals.ts'
import { checkSecretHash } from './secret-hash.ts'
import type { Client, Pool, User } from './state.ts'
import { addUser, setPassword } from './users.ts'

/** The operations of signing up. */
export const signUpOperations = (parts: Parts): Readonly<Record<string, Operation>> => ({
  SignUp: (input) => signUp(parts, input),
  ConfirmSignUp: (input) => confirmSignUp(parts, input),
  ResendConfirmationCode: (input) => resend(parts, input),
})

const signUp = async (parts: Parts, input: Shape): Promise<Shape> => {
  const { pool, client } = findClient(parts.state, input.ClientId)
  const name = String(input.Username ?? '')
  checkSecretHash(client, { usernames: [name], hash: input.SecretHash })
  if (flagIn(pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly)) {
    throw notAuthorized('SignUp is not permitted for this user pool')
  }
  const given = readAttributes(input.UserAttributes)
  checkWritable(client, [...given.keys()])
  const attributes = attributesOfNewUser(pool, name, given)
  checkRequired(pool, attributes)
  checkPassword(pool, String(input.Password ?? ''))
  const sub = parts.world.id()
  const decided = await decide(parts, {
    pool,
    client,
    attributes,
    userName: nameAttributeOf(pool, name) ? sub : name,
    input,
  })
  // Two sign-ups of one name may have waited for the function together.
  attributesOfNewUser(pool, name, given)
  const status = flagIn(decided.autoConfirmUser) ? 'CONFIRMED' : 'UNCONFIRMED'
  const user = addUser(parts, pool, { name, sub, attributes, status })
  setPassword(parts, pool, { user, password: String(input.Password) })
  if (flagIn(decided.autoVerifyEmail) && attributes.has('email')) attributes.set('email_verified', 'true')
  if (flagIn(decided.autoVerifyPhone) && attributes.has('phone_number')) attributes.set('phone_number_verified', 'true')
  const done = { UserSub: sub, UserConfirmed: status === 'CONFIRMED' }
  if (status === 'CONFIRMED') {
    await tellConfirmed(parts, { pool, user, client, occasion: 'ConfirmSignUp', clientMetadata: input.ClientMetadata })
    return done
  }
  const delivery = signUpDelivery(pool, user)
  if (!delivery) return done
  return {
    ...done,
    CodeDeliveryDetails: await send(parts, { pool, user, client, delivery, occasion: 'SignUp', input }),
  }
}

// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
const decide = (
  { trigger }: Parts,
  given: { pool: Pool; client: Client; attributes: Map<string, string>; userName: string; input: Shape },
): Promise<Shape> =>
  trigger({
    pool: given.pool,
    name: 'PreSignUp',
    occasion: 'SignUp',
    userName: given.userName,
    clientId: given.client.id,
    request: {
      userAttributes: Object.fromEntries(given.attributes),
      validationData: given.input.ValidationData
        ? Object.fromEntries(readAttributes(given.input.ValidationData))
        : null,
      ...(given.input.ClientMetadata && { clientMetadata: given.input.ClientMetadata }),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })

const send = (
  parts: Parts,
  given: { pool: Pool; user: User; client: Client; delivery: Delivery; occasion: string; input: Shape },
): Promise<Shape> =>
  sendCode(parts, {
    ...given,
    purpose: `sign-up:${given.delivery.attribute}`,
    clientMetadata: given.input.ClientMetadata,
  })

const confirmSignUp = async (parts: Parts, input: Shape): Promise<Shape> => {
  const { pool, client } = findClient(parts.state, input.ClientId)
  const user = userNamed(pool, input.Username)
  checkSecretHash(client, {
    usernames: [String(input.Username), ...(user ? [user.username] : [])],
    hash: input.SecretHash,
  })
  if (!user && hidesUsers(client)) throw codeExpired()
  if (!user) throw userNotFound('Username/client id combination not found.')
  const now = parts.world.clock.now()
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
  }
  countAttempt(user, 'ConfirmSignUp', now)
  const purpose = [...user.codes.keys()].find((one) => one.startsWith('sign-up:')) ?? 'sign-up:email'
  const attribute = purpose.slice('sign-up:'.length)
  const code = user.codes.get(purpose)
  if (code?.value === String(input.ConfirmationCode) && code.expires > now) {
    claimAliases(pool, user, { attributes: [attribute], force: flagIn(input.ForceAliasCreation) })
  }
  takeCode(user, { purpose, given: input.ConfirmationCode, now })
  user.attributes.set(`${attribute}_verified`, 'true')
  user.status = 'CONFIRMED'
  user.modified = now
  await tellConfirmed(parts, { pool, user, client, occasion: 'ConfirmSignUp', clientMetadata: input.ClientMetadata })
  return {}
}

const resend = async (parts: Parts, input: Shape): Promise<Shape> => {
  const { pool, client } = findClient(parts.state, input.ClientId)
  const user = userNamed(pool, input.Username)
  checkSecretHash(client, {
    usernames: [String(input.Username), ...(user ? [user.username] : [])],
    hash: input.SecretHash,
  })
  if (hidesUsers(client) && !user?.enabled) return { CodeDeliveryDetails: simulatedDelivery(String(input.Username)) }
  if (!user) throw userNotFound('Username/client id combination not found.')
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
  const delivery = signUpDelivery(pool, user)
  if (!delivery) throw invalidParameter('Cannot resend codes. Auto verification not turned on.')
  countAttempt(user, 'ResendConfirmationCode', parts.world.clock.now())
  return { CodeDeliveryDetails: await send(parts, { pool, user, client, delivery, occasion: 'ResendCode', input }) }
}
