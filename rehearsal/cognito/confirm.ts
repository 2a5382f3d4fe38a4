import { listIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import { triggerAttributes } from './claims.ts'
import { ownerOf } from './find.ts'
import type { Parts } from './parts.ts'
import { aliasExists } from './refusals.ts'
import type { Client, Pool, User } from './state.ts'

/** Takes an alias away from its owner, or refuses: a verified alias belongs to one user. */
export const claimAliases = (
  pool: Pool,
  user: User,
  { attributes, force }: { readonly attributes: readonly string[]; readonly force: boolean },
): void => {
  const aliases = listIn(pool.settings.AliasAttributes)
  for (const attribute of attributes.filter((one) => aliases.includes(one))) {
    const value = user.attributes.get(attribute)
    const owner = value && ownerOf(pool, { attribute, value, except: user })
    if (!owner) continue
    if (!force) throw aliasExists(attribute)
    owner.attributes.set(`${attribute}_verified`, 'false')
  }
}

/** Calls the post confirmation function. The user is confirmed before it runs, and stays so when it fails (inferred). */
export const tellConfirmed = async (
  { trigger }: Parts,
  given: {
    readonly pool: Pool
    readonly user: User
    readonly client?: Client | undefined
    readonly occasion: 'ConfirmSignUp' | 'ConfirmForgotPassword'
    readonly clientMetadata?: Shape | undefined
  },
): Promise<void> => {
  await trigger({
    pool: given.pool,
    name: 'PostConfirmation',
    occasion: given.occasion,
    userName: given.user.username,
    clientId: given.client?.id,
    request: {
      userAttributes: triggerAttributes(given.user),
      ...(given.clientMetadata && { clientMetadata: given.clientMetadata }),
    },
  })
}
