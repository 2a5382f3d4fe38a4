// New values for a user's attributes: those that need proof wait for it, or lose it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
import { listIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import { checkMutable, checkValues } from './attributes.ts'
import { sendCode } from './codes.ts'
import { ownerOf } from './find.ts'
import type { Parts } from './parts.ts'
import { aliasExists, invalidParameter } from './refusals.ts'
import type { Client, Pool, User } from './state.ts'

/** New values for attributes; `client` is the user's own app client, absent for an administrator. */
export interface AttributeChange {
  readonly pool: Pool
  readonly user: User
  readonly client?: Client | undefined
  readonly values: ReadonlyMap<string, string>
  readonly clientMetadata?: Shape | undefined
}

/** Sets the values and gives where codes were sent. */
export const changeAttributes = async (parts: Parts, change: AttributeChange): Promise<readonly Shape[]> => {
  const { pool, user, values } = change
  checkValues(pool, values)
  checkMutable(pool, [...values.keys()])
  const sent: Shape[] = []
  for (const [name, value] of values) {
    const contact = name === 'email' || name === 'phone_number'
    if (!contact || value === user.attributes.get(name)) {
      user.attributes.set(name, value)
      continue
    }
    if (ownerOf(pool, { attribute: name, value, except: user })) throw aliasExists(name)
    // An administrator's word counts as proof.
    const proven = !change.client && values.get(`${name}_verified`) === 'true'
    const settings = pool.settings.UserAttributeUpdateSettings as Shape | undefined
    if (listIn(settings?.AttributesRequireVerificationBeforeUpdate).includes(name) && !proven) {
      user.pending.set(name, value)
    } else {
      user.attributes.set(name, value)
      user.attributes.set(`${name}_verified`, String(proven))
    }
    const codes = listIn(pool.settings.AutoVerifiedAttributes).includes(name) && !proven
    if (codes) sent.push(await sendVerification(parts, { ...change, attribute: name, occasion: 'UpdateUserAttribute' }))
  }
  user.modified = parts.world.clock.now()
  return sent
}

/** Sends the code that proves a contact attribute, to its new value when one waits. */
export const sendVerification = (
  parts: Parts,
  given: Omit<AttributeChange, 'values'> & { readonly attribute: string; readonly occasion: string },
): Promise<Shape> => {
  const { user, attribute } = given
  const to = user.pending.get(attribute) ?? user.attributes.get(attribute)
  if (!to) throw invalidParameter(`User does not have an ${attribute} to verify.`)
  return sendCode(parts, { ...given, purpose: `verify:${attribute}`, delivery: { attribute, to } })
}
