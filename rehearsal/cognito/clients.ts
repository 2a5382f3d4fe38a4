// App clients of a user pool.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
import { flagIn, listIn } from '../protocols/form.ts'
import type { Operation, Shape } from '../service.ts'
import type { World } from '../world.ts'
import { drawLetters } from './draw.ts'
import { findPool, findPoolClient } from './find.ts'
import { pageOf } from './page.ts'
import type { Parts } from './parts.ts'
import { rotates } from './refresh.ts'
import { invalidParameter } from './refusals.ts'
import type { Client, Pool } from './state.ts'
import { validityOf } from './validity.ts'

/** Adds a client with the members of CreateUserPoolClient. */
export const addClient = (world: World, pool: Pool, given: Shape): Client => {
  const { GenerateSecret, ...settings } = settingsIn(given)
  checkSettings(settings)
  const now = world.clock.now()
  const client: Client = {
    id: drawLetters(world, 26),
    secret: flagIn(GenerateSecret) ? drawLetters(world, 51) : undefined,
    created: now,
    modified: now,
    settings,
  }
  pool.clients.set(client.id, client)
  return client
}

/** Changes a client; what is not given falls back to its default. */
export const changeClient = (world: World, client: Client, given: Shape): void => {
  const { GenerateSecret: _kept, ...settings } = settingsIn(given)
  checkSettings(settings)
  client.settings = settings
  client.modified = world.clock.now()
}

const settingsIn = ({ UserPoolId: _pool, ClientId: _client, ...settings }: Shape): Shape => settings

const minute = 60_000
const day = 86_400_000

const checkSettings = (settings: Shape): void => {
  const flows = listIn(settings.ExplicitAuthFlows)
  if (flows.some((one) => one.startsWith('ALLOW_')) && flows.some((one) => !one.startsWith('ALLOW_'))) {
    throw invalidParameter('Explicit auth flows without the prefix ALLOW_ cannot be used with those that have it.')
  }
  if (rotates({ settings }) && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.')
  }
  const client = { settings } as Client
  const refresh = validityOf(client, 'RefreshToken')
  if (refresh < 60 * minute || refresh > 3650 * day) {
    throw invalidParameter('Invalid range for token validity: refresh tokens last 60 minutes to 10 years.')
  }
  for (const kind of ['AccessToken', 'IdToken'] as const) {
    const lasts = validityOf(client, kind)
    if (lasts < 5 * minute || lasts > day || lasts > refresh) {
      throw invalidParameter('Invalid range for token validity: access and id tokens last 5 minutes to one day.')
    }
  }
}

/** The operations on app clients. */
export const clientOperations = ({ world, state }: Parts): Readonly<Record<string, Operation>> => ({
  CreateUserPoolClient: (input) => {
    const pool = findPool(state, input.UserPoolId)
    return { UserPoolClient: printClient(pool, addClient(world, pool, input)) }
  },
  DescribeUserPoolClient: (input) => {
    const pool = findPool(state, input.UserPoolId)
    return { UserPoolClient: printClient(pool, findPoolClient(pool, input.ClientId)) }
  },
  UpdateUserPoolClient: (input) => {
    const pool = findPool(state, input.UserPoolId)
    const client = findPoolClient(pool, input.ClientId)
    changeClient(world, client, input)
    return { UserPoolClient: printClient(pool, client) }
  },
  DeleteUserPoolClient: (input) => {
    const pool = findPool(state, input.UserPoolId)
    pool.clients.delete(findPoolClient(pool, input.ClientId).id)
    return {}
  },
  ListUserPoolClients: (input) => {
    const pool = findPool(state, input.UserPoolId)
    const paging = { token: input.NextToken, limit: input.MaxResults, most: 60 }
    const { items, next } = pageOf([...pool.clients.values()], paging)
    const shown = items.map(({ id, settings }) => ({
      ClientId: id,
      UserPoolId: pool.id,
      ClientName: settings.ClientName,
    }))
    return { UserPoolClients: shown, NextToken: next }
  },
})

const printClient = (pool: Pool, { id, secret, created, modified, settings }: Client): Shape => ({
  RefreshTokenValidity: 30,
  TokenValidityUnits: {},
  PreventUserExistenceErrors: 'LEGACY',
  EnableTokenRevocation: true,
  AuthSessionValidity: 3,
  ...settings,
  ClientId: id,
  ...(secret !== undefined && { ClientSecret: secret }),
  UserPoolId: pool.id,
  CreationDate: created,
  LastModifiedDate: modified,
})
