// IAM: roles, policies and identity providers. Permissions are kept and shown, never enforced.
import type { Service } from '../service.ts'
import type { World } from '../world.ts'
import { iamOperations } from './iam-operations.ts'
import { iamResources } from './iam-resources.ts'
import { createIamState, type OidcProvider, type Role } from './iam-state.ts'

/** What STS asks IAM. */
export interface IamApi {
  /** A role by name or ARN. */
  readonly role: (nameOrArn: string) => Role | undefined
  /** The identity provider of a token's issuer, `https://token.actions.githubusercontent.com`. */
  readonly providerOf: (issuer: string) => OidcProvider | undefined
}

/** The local IAM. */
export const iam = (world: World): { readonly service: Service; readonly api: IamApi } => {
  const state = createIamState()
  return {
    service: {
      name: 'iam',
      protocol: 'query',
      target: 'https://iam.amazonaws.com/doc/2010-05-08/',
      operations: iamOperations(state, world),
      resources: iamResources(state),
    },
    api: {
      role: (nameOrArn) =>
        nameOrArn.startsWith('arn:')
          ? [...state.roles.values()].find(({ Arn }) => Arn === nameOrArn)
          : state.roles.get(nameOrArn),
      providerOf: (issuer) => {
        const url = issuer.replace(/^https:\/\//, '').replace(/\/$/, '')
        return [...state.providers.values()].find((provider) => provider.url === url)
      },
    },
  }
}
