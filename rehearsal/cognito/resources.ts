// The CloudFormation resource types of user pools.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Cognito.html
import type { Made, ResourceProvider, Shape } from '../service.ts'
import { addClient, changeClient } from './clients.ts'
import { findGroup, findPool, findPoolClient, findUser } from './find.ts'
import { addGroup, changeGroup, removeGroup } from './groups.ts'
import { issuerOf } from './issuer.ts'
import type { Parts } from './parts.ts'
import { addPool, changePool, removePool } from './pools.ts'
import type { Client, Pool } from './state.ts'

/** User pools, clients, groups and their members as resources. */
export const cognitoResources = (parts: Parts): Readonly<Record<string, ResourceProvider>> => ({
  'AWS::Cognito::UserPool': poolProvider(parts),
  'AWS::Cognito::UserPoolClient': clientProvider(parts),
  'AWS::Cognito::UserPoolGroup': groupProvider(parts),
  'AWS::Cognito::UserPoolUserToGroupAttachment': {
    create: async ({ UserPoolId, Username, GroupName }, { physicalName }) => {
      const pool = findPool(parts.state, UserPoolId)
      findUser(pool, Username).groups.add(findGroup(pool, GroupName).name)
      return { physicalId: physicalName(128) }
    },
    remove: async (_made, { UserPoolId, Username, GroupName }) => {
      const pool = parts.state.pools.get(String(UserPoolId))
      if (pool) findUser(pool, Username).groups.delete(String(GroupName))
    },
  },
})

const poolProvider = ({ world, state }: Parts): ResourceProvider => {
  const settingsIn = ({ UserPoolName: _name, ...settings }: Shape): Shape => settings
  const made = (pool: Pool): Made => ({
    physicalId: pool.id,
    attributes: {
      Arn: pool.arn,
      ProviderName: issuerOf(world, pool).replace('https://', ''),
      ProviderURL: issuerOf(world, pool),
      UserPoolId: pool.id,
    },
  })
  return {
    create: async (properties, { physicalName }) =>
      made(addPool(world, state, String(properties.UserPoolName ?? physicalName(128)), settingsIn(properties))),
    update: async ({ physicalId }, _before, after) => {
      const pool = findPool(state, physicalId)
      changePool(world, pool, settingsIn(after))
      return made(pool)
    },
    remove: async ({ physicalId }) => removePool(state, findPool(state, physicalId)),
  }
}

const clientProvider = ({ world, state }: Parts): ResourceProvider => {
  const made = ({ id, secret, settings }: Client): Made => ({
    physicalId: id,
    attributes: { ClientId: id, Name: settings.ClientName, ...(secret !== undefined && { ClientSecret: secret }) },
  })
  return {
    create: async (properties, { physicalName }) =>
      made(addClient(world, findPool(state, properties.UserPoolId), { ClientName: physicalName(128), ...properties })),
    update: async ({ physicalId }, _before, after) => {
      const client = findPoolClient(findPool(state, after.UserPoolId), physicalId)
      changeClient(world, client, { ClientName: client.settings.ClientName, ...after })
      return made(client)
    },
    remove: async ({ physicalId }, { UserPoolId }) =>
      void state.pools.get(String(UserPoolId))?.clients.delete(physicalId),
  }
}

const groupProvider = ({ world, state }: Parts): ResourceProvider => ({
  create: async (properties, { physicalName }) => {
    const name = String(properties.GroupName ?? physicalName(128))
    return { physicalId: addGroup(world, findPool(state, properties.UserPoolId), name, properties).name }
  },
  update: async (made, _before, after) => {
    changeGroup(world, findGroup(findPool(state, after.UserPoolId), made.physicalId), after)
    return made
  },
  remove: async ({ physicalId }, { UserPoolId }) => {
    const pool = state.pools.get(String(UserPoolId))
    if (pool) removeGroup(pool, physicalId)
  },
})
