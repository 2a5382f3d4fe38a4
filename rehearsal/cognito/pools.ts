// User pools: made, shown, changed, deleted.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
import { flagIn, listIn } from '../protocols/form.ts'
import type { Operation, Shape } from '../service.ts'
import type { World } from '../world.ts'
import { nameIn, standardAttributes } from './attributes.ts'
import { drawLetters } from './draw.ts'
import { findPool } from './find.ts'
import { pageOf } from './page.ts'
import type { Parts } from './parts.ts'
import { defaultPasswordPolicy } from './password-policy.ts'
import { invalidParameter } from './refusals.ts'
import type { CognitoState, Pool } from './state.ts'

// What a pool keeps for life.
const fixed = ['Schema', 'UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'] as const

/** Adds a pool with the members of CreateUserPool. */
export const addPool = (world: World, state: CognitoState, name: string, settings: Shape): Pool => {
  const { UsernameAttributes, AliasAttributes } = settings
  if (listIn(UsernameAttributes).length && listIn(AliasAttributes).length) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.')
  }
  checkSettings(settings)
  const id = `${world.region}_${drawLetters(world, 9)}`
  const now = world.clock.now()
  const pool: Pool = {
    id,
    arn: `arn:aws:cognito-idp:${world.region}:${world.account}:userpool/${id}`,
    name,
    created: now,
    modified: now,
    settings,
    clients: new Map(),
    users: new Map(),
    groups: new Map(),
  }
  state.pools.set(id, pool)
  return pool
}

const checkSettings = ({ Policies }: Shape): void => {
  const length = Number(Policies?.PasswordPolicy?.MinimumLength ?? 8)
  if (length < 6 || length > 99) throw invalidParameter('Minimum password length must be between 6 and 99.')
}

/** Changes a pool: what is not given falls back to its default, but for what a pool keeps for life. */
export const changePool = (world: World, pool: Pool, given: Shape): void => {
  checkSettings(given)
  const kept = Object.fromEntries(fixed.flatMap((name) => (name in pool.settings ? [[name, pool.settings[name]]] : [])))
  // New attributes may join the schema; none ever leaves it.
  const schema = [...listIn<Shape>(pool.settings.Schema)]
  for (const one of listIn<Shape>(given.Schema)) {
    if (!schema.some((known) => nameIn(known) === nameIn(one))) schema.push(one)
  }
  pool.settings = { ...given, ...kept, ...(schema.length && { Schema: schema }) }
  pool.modified = world.clock.now()
}

/** Deletes a pool that is not protected. */
export const removePool = (state: CognitoState, pool: Pool): void => {
  if (pool.settings.DeletionProtection === 'ACTIVE') {
    throw invalidParameter(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    )
  }
  state.pools.delete(pool.id)
}

/** The members of a pool's settings in a request. */
const poolSettings = ({ PoolName: _name, UserPoolId: _id, ...settings }: Shape): Shape => settings

/** The operations on user pools. */
export const poolOperations = ({ world, state }: Parts): Readonly<Record<string, Operation>> => ({
  CreateUserPool: (input) => {
    if (!input.PoolName) throw invalidParameter('PoolName is required.')
    return { UserPool: printPool(addPool(world, state, String(input.PoolName), poolSettings(input))) }
  },
  DescribeUserPool: ({ UserPoolId }) => ({ UserPool: printPool(findPool(state, UserPoolId)) }),
  UpdateUserPool: (input) => {
    changePool(world, findPool(state, input.UserPoolId), poolSettings(input))
    return {}
  },
  AddCustomAttributes: ({ UserPoolId, CustomAttributes }) => {
    const pool = findPool(state, UserPoolId)
    pool.settings = { ...pool.settings, Schema: [...listIn(pool.settings.Schema), ...listIn(CustomAttributes)] }
    return {}
  },
  DeleteUserPool: ({ UserPoolId }) => {
    removePool(state, findPool(state, UserPoolId))
    return {}
  },
  ListUserPools: ({ NextToken, MaxResults }) => {
    const { items, next } = pageOf([...state.pools.values()], { token: NextToken, limit: MaxResults, most: 60 })
    const shown = items.map((pool) => ({
      Id: pool.id,
      Name: pool.name,
      LambdaConfig: pool.settings.LambdaConfig ?? {},
      CreationDate: pool.created,
      LastModifiedDate: pool.modified,
    }))
    return { UserPools: shown, NextToken: next }
  },
  TagResource: () => ({}),
  UntagResource: () => ({}),
})

const printPool = (pool: Pool): Shape => {
  const { Schema: _schema, ...settings } = pool.settings
  return {
    ...settings,
    Id: pool.id,
    Arn: pool.arn,
    Name: pool.name,
    CreationDate: pool.created,
    LastModifiedDate: pool.modified,
    Policies: { ...settings.Policies, PasswordPolicy: settings.Policies?.PasswordPolicy ?? defaultPasswordPolicy },
    DeletionProtection: settings.DeletionProtection ?? 'INACTIVE',
    MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
    LambdaConfig: settings.LambdaConfig ?? {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, ...settings.AdminCreateUserConfig },
    UserPoolTier: settings.UserPoolTier ?? 'ESSENTIALS',
    EstimatedNumberOfUsers: pool.users.size,
    SchemaAttributes: printSchema(pool),
  }
}

const printSchema = ({ settings }: Pool): readonly Shape[] => {
  const own = listIn<Shape>(settings.Schema).map((one) => ({
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    ...one,
    Name: nameIn(one),
    Required: flagIn(one.Required),
  }))
  const named = new Set<string>(own.map(({ Name }) => Name))
  const standard = standardAttributes.filter((name) => !named.has(name))
  const usual = { AttributeDataType: 'String', DeveloperOnlyAttribute: false, Mutable: true, Required: false }
  const sub = { ...usual, Name: 'sub', Mutable: false, Required: true }
  return [sub, ...standard.map((Name) => ({ ...usual, Name })), ...own]
}
