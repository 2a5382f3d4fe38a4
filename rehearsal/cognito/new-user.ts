import { awsError } from '../service.ts'
import { checkValues } from './attributes.ts'
import { nameAttributeOf, ownerOf, userNamed } from './find.ts'
import type { Pool } from './state.ts'

/** Refuses a name that is taken, and gives the attributes of the new user: the name itself is one where names are. */
export const attributesOfNewUser = (pool: Pool, name: string, given: Map<string, string>): Map<string, string> => {
  const attribute = nameAttributeOf(pool, name)
  const attributes = attribute ? new Map([...given, [attribute, name]]) : given
  checkValues(pool, attributes)
  const taken = attribute ? ownerOf(pool, { attribute, value: name }) : userNamed(pool, name)
  if (taken) {
    const says = attribute ? `An account with the given ${attribute} already exists.` : 'User already exists'
    throw awsError('UsernameExistsException', says)
  }
  return attributes
}
