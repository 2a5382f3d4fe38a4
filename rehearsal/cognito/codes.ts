// Codes on their way to a user: what is sent where, how long it holds, and whether it is the right one.
// https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
import { listIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import { attributesOf } from './attributes.ts'
import { drawCode } from './draw.ts'
import { messageOf } from './message.ts'
import type { Parts } from './parts.ts'
import { codeExpired, codeMismatch } from './refusals.ts'
import type { Client, Pool, User } from './state.ts'

const hour = 3_600_000

/** Where a code goes. */
export interface Delivery {
  readonly attribute: string
  readonly to: string
}

/** The first attribute of this pool that codes of a sign-up go to; undefined when the user has none. */
export const signUpDelivery = (pool: Pool, user: User): Delivery | undefined =>
  listIn(pool.settings.AutoVerifiedAttributes)
    .map((attribute) => ({ attribute, to: user.attributes.get(attribute) ?? '' }))
    .find(({ to }) => to)

/** CodeDeliveryDetails: where a code went, mostly hidden. */
export const deliveryDetails = ({ attribute, to }: Delivery): Shape => ({
  AttributeName: attribute,
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  Destination: attribute === 'email' ? to.replace(/^(.)[^@]*@(.).*$/, '$1***@$2***') : `+*******${to.slice(-4)}`,
})

/** One code to send. */
export interface Sending {
  readonly pool: Pool
  readonly user: User
  readonly client?: Client | undefined
  /** What the code is kept under. */
  readonly purpose: string
  /** What follows the underscore of the custom message's trigger source. */
  readonly occasion: string
  readonly delivery: Delivery
  readonly clientMetadata?: Shape | undefined
}

/** Sends a new code in place of an earlier one; a day to use it, an hour for a new password. */
export const sendCode = async (parts: Parts, sending: Sending): Promise<Shape> => {
  const { pool, user, client, purpose, occasion, delivery } = sending
  const { world, outbox } = parts
  const value = drawCode(world)
  const { subject, body } = await messageOf(parts, {
    pool,
    occasion,
    userName: user.username,
    clientId: client?.id,
    attributes: { ...attributesOf(user), 'cognito:user_status': user.status },
    clientMetadata: sending.clientMetadata,
  })
  user.codes.set(purpose, {
    value,
    expires: new Date(world.clock.now().getTime() + (purpose === 'password' ? hour : 24 * hour)),
  })
  outbox.send({
    to: delivery.to,
    subject,
    body: body.replaceAll('{####}', value).replaceAll('{username}', user.username),
    code: value,
    reason: `CustomMessage_${occasion}`,
    userPoolId: pool.id,
  })
  return deliveryDetails(delivery)
}

/** Takes a code that was sent for a purpose; it works once. */
export const takeCode = (user: User, { purpose, given, now }: { purpose: string; given: unknown; now: Date }): void => {
  const code = user.codes.get(purpose)
  if (!code || code.expires <= now) throw codeExpired()
  if (code.value !== String(given)) throw codeMismatch()
  user.codes.delete(purpose)
}
