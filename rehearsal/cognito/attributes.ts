// User attributes: the standard ones, the pool's schema, and what may be written.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
import { flagIn, listIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import { invalidParameter, notAuthorized } from './refusals.ts'
import type { Client, Pool, User } from './state.ts'

/** The standard attributes, without `sub`. */
export const standardAttributes = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
] as const

/** The schema entry of an attribute: the pool's own, or a standard one that nobody named. */
const schemaOf = ({ settings }: Pool, name: string): Shape | undefined => {
  const own = listIn<Shape>(settings.Schema).find((one) => nameIn(one) === name)
  if (own) return own
  const standard = (standardAttributes as readonly string[]).includes(name)
  return standard ? { Name: name, AttributeDataType: 'String', Required: false, Mutable: true } : undefined
}

/** The full name of a schema entry; those that are not standard carry `custom:`. */
export const nameIn = ({ Name, DeveloperOnlyAttribute }: Shape): string => {
  const name = String(Name)
  if ((standardAttributes as readonly string[]).includes(name) || name === 'sub') return name
  return name.includes(':') ? name : `${flagIn(DeveloperOnlyAttribute) ? 'dev:' : ''}custom:${name}`
}

/** AttributeType entries as values by name. */
export const readAttributes = (entries: unknown): Map<string, string> =>
  new Map(listIn<Shape>(entries).map(({ Name, Value }) => [String(Name), String(Value ?? '')]))

/** A user's attributes as AttributeType entries, `sub` among them. */
export const printAttributes = (user: User): readonly Shape[] =>
  Object.entries(attributesOf(user)).map(([Name, Value]) => ({ Name, Value }))

/** A user's attributes by name, `sub` among them. */
export const attributesOf = (user: User): Record<string, string> => ({
  ...Object.fromEntries(user.attributes),
  sub: user.sub,
})

const conformance = (name: string, says: string) =>
  invalidParameter(`Attributes did not conform to the schema: ${name}: ${says}\n`)

/** Refuses values the schema does not allow. */
export const checkValues = (pool: Pool, values: ReadonlyMap<string, string>): void => {
  for (const [name, value] of values) {
    const schema = schemaOf(pool, name)
    if (!schema) throw conformance(name, 'Attribute does not exist in the schema.')
    const { MinLength, MaxLength } = (schema.StringAttributeConstraints ?? {}) as Shape
    if (MaxLength !== undefined && value.length > Number(MaxLength)) {
      throw conformance(name, `String must be no longer than ${MaxLength} characters`)
    }
    if (MinLength !== undefined && value.length < Number(MinLength)) {
      throw conformance(name, `String must be no shorter than ${MinLength} characters`)
    }
    if (name === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) {
      throw invalidParameter('Invalid email address format.')
    }
    if (name === 'phone_number' && !/^\+\d{1,15}$/.test(value)) throw invalidParameter('Invalid phone number format.')
  }
}

/** Refuses a new user without an attribute the schema requires. */
export const checkRequired = (pool: Pool, values: ReadonlyMap<string, string>): void => {
  const missing = listIn<Shape>(pool.settings.Schema)
    .filter((one) => flagIn(one.Required) && nameIn(one) !== 'sub' && !values.get(nameIn(one)))
    .map(nameIn)
  if (!missing.length) return
  const says = missing.map((name) => `${name}: The attribute is required`).join('\n')
  throw invalidParameter(`Attributes did not conform to the schema: ${says}\n`)
}

/** Refuses what a client may not write: its WriteAttributes, when it has any, and never `sub` or what tells verified. */
export const checkWritable = (client: Client, names: readonly string[]): void => {
  const allowed = client.settings.WriteAttributes ? listIn(client.settings.WriteAttributes) : undefined
  const refused = names.some(
    (name) =>
      name === 'sub' || name.endsWith('_verified') || name.startsWith('dev:') || allowed?.includes(name) === false,
  )
  if (refused) throw notAuthorized('A client attempted to write unauthorized attribute')
}

/** Refuses changes of attributes that are not mutable. */
export const checkMutable = (pool: Pool, names: readonly string[]): void => {
  const fixed = names.find((name) => schemaOf(pool, name)?.Mutable === false)
  if (fixed) throw invalidParameter(`user.${fixed}: Attribute cannot be updated.\n`)
}
