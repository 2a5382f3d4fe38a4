// The IAM resource types. They are kept, so that STS can evaluate trust policies; permissions are not enforced.
import type { ResourceProvider, Shape } from '../service.ts'
import { addPolicy, addProvider, addRole, putTrust, uniqueId } from './iam-changes.ts'
import { type IamState, roleNamed } from './iam-state.ts'

interface Inline {
  readonly PolicyName: string
  readonly PolicyDocument: unknown
}

/** The CloudFormation resource types of IAM. */
export const iamResources = (state: IamState): Readonly<Record<string, ResourceProvider>> => {
  const configureRole = (name: string, properties: Shape): void => {
    const role = roleNamed(state, name)
    role.inline.clear()
    for (const { PolicyName, PolicyDocument } of (properties.Policies ?? []) as readonly Inline[]) {
      role.inline.set(PolicyName, PolicyDocument)
    }
    role.attached.clear()
    for (const arn of (properties.ManagedPolicyArns ?? []) as readonly string[]) role.attached.add(arn)
    role.MaxSessionDuration = Number(properties.MaxSessionDuration ?? 3600)
  }
  const attach = (arn: string, properties: Shape): void => {
    for (const name of (properties.Roles ?? []) as readonly string[]) roleNamed(state, name).attached.add(arn)
  }
  const putInline = (properties: Shape): void => {
    const names = (properties.Roles ?? [properties.RoleName].filter(Boolean)) as readonly string[]
    for (const name of names)
      roleNamed(state, name).inline.set(String(properties.PolicyName), properties.PolicyDocument)
  }
  const removeInline = (properties: Shape): void => {
    const names = (properties.Roles ?? [properties.RoleName].filter(Boolean)) as readonly string[]
    for (const name of names) state.roles.get(name)?.inline.delete(String(properties.PolicyName))
  }
  const inlinePolicy: ResourceProvider = {
    create: async (properties, { physicalName, world }) => {
      putInline(properties)
      return { physicalId: physicalName(64), attributes: { Id: uniqueId('', world) } }
    },
    update: async (made, before, after) => {
      removeInline(before)
      putInline(after)
      return made
    },
    remove: async (_made, properties) => removeInline(properties),
  }
  return {
    'AWS::IAM::Role': {
      create: async (properties, { physicalName, world }) => {
        const role = addRole(state, world, { ...properties, RoleName: properties.RoleName ?? physicalName(64) })
        configureRole(role.RoleName, properties)
        return { physicalId: role.RoleName, attributes: { Arn: role.Arn, RoleId: role.RoleId } }
      },
      update: async (made, _before, after) => {
        putTrust(roleNamed(state, made.physicalId), after.AssumeRolePolicyDocument)
        configureRole(made.physicalId, after)
        return made
      },
      remove: async ({ physicalId }) => void state.roles.delete(physicalId),
    },
    'AWS::IAM::Policy': inlinePolicy,
    'AWS::IAM::RolePolicy': inlinePolicy,
    'AWS::IAM::ManagedPolicy': {
      create: async (properties, { physicalName, world }) => {
        const policy = addPolicy(state, world, {
          ...properties,
          PolicyName: properties.ManagedPolicyName ?? physicalName(128),
        })
        attach(policy.Arn, properties)
        return { physicalId: policy.Arn, attributes: { PolicyArn: policy.Arn, PolicyId: policy.PolicyId } }
      },
      update: async (made, _before, after) => {
        const policy = state.policies.get(made.physicalId)
        if (policy) policy.document = after.PolicyDocument
        attach(made.physicalId, after)
        return made
      },
      remove: async ({ physicalId }) => {
        state.policies.delete(physicalId)
        for (const role of state.roles.values()) role.attached.delete(physicalId)
      },
    },
    'AWS::IAM::OIDCProvider': {
      create: async (properties, { world }) => {
        const { Arn } = addProvider(state, world, properties)
        return { physicalId: Arn, attributes: { Arn } }
      },
      update: async (made, _before, after) => {
        const provider = state.providers.get(made.physicalId)
        if (provider) provider.clients = (after.ClientIdList ?? []) as readonly string[]
        return made
      },
      remove: async ({ physicalId }) => void state.providers.delete(physicalId),
    },
  }
}
