// AdminCreateUser: a user with a temporary password, by mail unless suppressed.
// https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html
import { flagIn, listIn } from '../protocols/form.ts'
import { awsError, type Shape } from '../service.ts'
import { attributesOf, readAttributes } from './attributes.ts'
import { claimAliases } from './confirm.ts'
import { drawPassword } from './draw.ts'
import { findPool, nameAttributeOf, userNamed } from './find.ts'
import { messageOf } from './message.ts'
import { attributesOfNewUser } from './new-user.ts'
import type { Parts } from './parts.ts'
import { checkPassword, passwordPolicyOf } from './password-policy.ts'
import { userNotFound } from './refusals.ts'
import type { Pool, User } from './state.ts'
import { addUser, printUser, setPassword } from './users.ts'

/** Makes a user, or sends an earlier invitation again. */
export const adminCreateUser = async (parts: Parts, input: Shape): Promise<Shape> => {
  const pool = findPool(parts.state, input.UserPoolId)
  const password = String(input.TemporaryPassword ?? drawPassword(parts.world))
  const user = input.MessageAction === 'RESEND' ? again(pool, input) : await made(parts, pool, input)
  checkPassword(pool, password)
  setPassword(parts, pool, { user, password })
  const days = Number(passwordPolicyOf(pool).TemporaryPasswordValidityDays ?? 7)
  user.temporaryUntil = new Date(parts.world.clock.now().getTime() + days * 86_400_000)
  if (input.MessageAction !== 'SUPPRESS') await invite(parts, { pool, user, password, input })
  return { User: printUser(user) }
}

const again = (pool: Pool, input: Shape): User => {
  const user = userNamed(pool, input.Username)
  if (!user) throw userNotFound()
  if (user.status === 'FORCE_CHANGE_PASSWORD') return user
  throw awsError('UnsupportedUserStateException', 'Resend not possible. User status is not FORCE_CHANGE_PASSWORD')
}

const made = async (parts: Parts, pool: Pool, input: Shape): Promise<User> => {
  const name = String(input.Username ?? '')
  const attributes = attributesOfNewUser(pool, name, readAttributes(input.UserAttributes))
  checkPassword(pool, String(input.TemporaryPassword ?? drawPassword(parts.world)))
  const sub = parts.world.id()
  const decided = await parts.trigger({
    pool,
    name: 'PreSignUp',
    occasion: 'AdminCreateUser',
    userName: nameAttributeOf(pool, name) ? sub : name,
    request: {
      userAttributes: Object.fromEntries(attributes),
      validationData: input.ValidationData ? Object.fromEntries(readAttributes(input.ValidationData)) : null,
      ...(input.ClientMetadata && { clientMetadata: input.ClientMetadata }),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
  if (flagIn(decided.autoVerifyEmail) && attributes.has('email')) attributes.set('email_verified', 'true')
  const user = addUser(parts, pool, { name, sub, attributes, status: 'FORCE_CHANGE_PASSWORD' })
  const verified = ['email', 'phone_number'].filter((one) => attributes.get(`${one}_verified`) === 'true')
  claimAliases(pool, user, { attributes: verified, force: flagIn(input.ForceAliasCreation) })
  return user
}

const invite = async (
  parts: Parts,
  { pool, user, password, input }: { pool: Pool; user: User; password: string; input: Shape },
): Promise<void> => {
  const media = input.DesiredDeliveryMediums ? listIn(input.DesiredDeliveryMediums) : ['SMS']
  const to = media.includes('EMAIL') ? user.attributes.get('email') : undefined
  const address = to ?? user.attributes.get('phone_number') ?? user.attributes.get('email')
  if (!address) return
  const { subject, body } = await messageOf(parts, {
    pool,
    occasion: 'AdminCreateUser',
    userName: user.username,
    attributes: { ...attributesOf(user), 'cognito:user_status': user.status },
    clientMetadata: input.ClientMetadata,
  })
  parts.outbox.send({
    to: address,
    subject,
    body: body.replaceAll('{####}', password).replaceAll('{username}', String(input.Username)),
    code: password,
    reason: 'CustomMessage_AdminCreateUser',
    userPoolId: pool.id,
  })
}
