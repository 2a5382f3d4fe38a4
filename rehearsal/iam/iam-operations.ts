// The IAM operations a delivery and a curious person use.
import { listIn } from '../protocols/form.ts'
import { awsError, type Operation, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { addPolicy, addProvider, addRole, putTrust } from './iam-changes.ts'
import {
  type IamState,
  type ManagedPolicy,
  type OidcProvider,
  parseDocument,
  type Role,
  roleNamed,
} from './iam-state.ts'

// IAM prints policy documents percent-encoded (RFC 3986).
const printed = (document: unknown): string => encodeURIComponent(JSON.stringify(document))

const shownRole = ({ inline: _inline, attached: _attached, ...role }: Role): Shape => ({
  ...role,
  AssumeRolePolicyDocument: printed(role.AssumeRolePolicyDocument),
})

const shownPolicy = ({ document: _document, ...policy }: ManagedPolicy): Shape => ({
  ...policy,
  DefaultVersionId: 'v1',
  IsAttachable: true,
  UpdateDate: policy.CreateDate,
})

const policyAt = ({ policies }: IamState, arn: unknown): ManagedPolicy => {
  const policy = policies.get(String(arn))
  if (policy) return policy
  throw awsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404)
}

const providerAt = ({ providers }: IamState, arn: unknown): OidcProvider => {
  const provider = providers.get(String(arn))
  if (provider) return provider
  throw awsError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`, 404)
}

/** The operations by name. */
export const iamOperations = (state: IamState, world: World): Readonly<Record<string, Operation>> => ({
  CreateRole: (input) => ({
    Role: shownRole(
      addRole(state, world, { ...input, AssumeRolePolicyDocument: parseDocument(input.AssumeRolePolicyDocument) }),
    ),
  }),
  GetRole: ({ RoleName }) => ({ Role: shownRole(roleNamed(state, RoleName)) }),
  ListRoles: ({ PathPrefix = '/' }) => ({
    Roles: [...state.roles.values()].filter(({ Path }) => Path.startsWith(PathPrefix)).map(shownRole),
    IsTruncated: false,
  }),
  DeleteRole: ({ RoleName }) => {
    const role = roleNamed(state, RoleName)
    if (role.attached.size)
      throw awsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409)
    if (role.inline.size) throw awsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409)
    state.roles.delete(role.RoleName)
    return {}
  },
  UpdateAssumeRolePolicy: ({ RoleName, PolicyDocument }) => {
    putTrust(roleNamed(state, RoleName), parseDocument(PolicyDocument))
    return {}
  },
  PutRolePolicy: ({ RoleName, PolicyName, PolicyDocument }) => {
    roleNamed(state, RoleName).inline.set(String(PolicyName), parseDocument(PolicyDocument))
    return {}
  },
  GetRolePolicy: ({ RoleName, PolicyName }) => {
    const document = roleNamed(state, RoleName).inline.get(String(PolicyName))
    if (document === undefined) {
      throw awsError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404)
    }
    return { RoleName, PolicyName, PolicyDocument: printed(document) }
  },
  DeleteRolePolicy: ({ RoleName, PolicyName }) => {
    roleNamed(state, RoleName).inline.delete(String(PolicyName))
    return {}
  },
  ListRolePolicies: ({ RoleName }) => ({
    PolicyNames: [...roleNamed(state, RoleName).inline.keys()],
    IsTruncated: false,
  }),
  AttachRolePolicy: ({ RoleName, PolicyArn }) => {
    roleNamed(state, RoleName).attached.add(String(PolicyArn))
    return {}
  },
  DetachRolePolicy: ({ RoleName, PolicyArn }) => {
    roleNamed(state, RoleName).attached.delete(String(PolicyArn))
    return {}
  },
  ListAttachedRolePolicies: ({ RoleName }) => ({
    AttachedPolicies: [...roleNamed(state, RoleName).attached].map((arn) => ({
      PolicyName: arn.split('/').at(-1),
      PolicyArn: arn,
    })),
    IsTruncated: false,
  }),
  ListRoleTags: () => ({ Tags: [], IsTruncated: false }),
  ListInstanceProfilesForRole: () => ({ InstanceProfiles: [], IsTruncated: false }),
  CreatePolicy: (input) => ({
    Policy: shownPolicy(addPolicy(state, world, { ...input, PolicyDocument: parseDocument(input.PolicyDocument) })),
  }),
  GetPolicy: ({ PolicyArn }) => ({ Policy: shownPolicy(policyAt(state, PolicyArn)) }),
  GetPolicyVersion: ({ PolicyArn }) => {
    const policy = policyAt(state, PolicyArn)
    return {
      PolicyVersion: {
        VersionId: 'v1',
        IsDefaultVersion: true,
        Document: printed(policy.document),
        CreateDate: policy.CreateDate,
      },
    }
  },
  ListPolicies: () => ({ Policies: [...state.policies.values()].map(shownPolicy), IsTruncated: false }),
  DeletePolicy: ({ PolicyArn }) => {
    state.policies.delete(policyAt(state, PolicyArn).Arn)
    return {}
  },
  CreateOpenIDConnectProvider: (input) => ({ OpenIDConnectProviderArn: addProvider(state, world, input).Arn }),
  GetOpenIDConnectProvider: ({ OpenIDConnectProviderArn }) => {
    const { url, clients, thumbprints, CreateDate } = providerAt(state, OpenIDConnectProviderArn)
    return { Url: url, ClientIDList: clients, ThumbprintList: thumbprints, CreateDate }
  },
  UpdateOpenIDConnectProviderThumbprint: ({ OpenIDConnectProviderArn, ThumbprintList }) => {
    providerAt(state, OpenIDConnectProviderArn).thumbprints = listIn(ThumbprintList)
    return {}
  },
  ListOpenIDConnectProviders: () => ({
    OpenIDConnectProviderList: [...state.providers.keys()].map((Arn) => ({ Arn })),
  }),
  DeleteOpenIDConnectProvider: ({ OpenIDConnectProviderArn }) => {
    state.providers.delete(String(OpenIDConnectProviderArn))
    return {}
  },
  ListAccountAliases: () => ({ AccountAliases: [], IsTruncated: false }),
})
