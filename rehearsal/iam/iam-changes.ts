// The changes that both the IAM operations and the CloudFormation resource types make.
import { awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { IamState, ManagedPolicy, OidcProvider, Role } from './iam-state.ts'
import { identityProviderProblem } from './identity-provider-controls.ts'

/** An IAM unique id: a prefix and 17 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const uniqueId = (prefix: string, world: World): string =>
  `${prefix}${world.id().replaceAll('-', '').toUpperCase().slice(0, 17)}`

const checkTrust = (document: unknown): void => {
  const statements = [(document as { Statement?: Shape | Shape[] } | null)?.Statement ?? []].flat()
  if (!statements.length) throw awsError('MalformedPolicyDocument', 'Syntax errors in policy.')
  if (statements.some((statement) => statement.Principal === undefined && statement.NotPrincipal === undefined)) {
    throw awsError('MalformedPolicyDocument', 'AssumeRole policy must contain a Principal element in every statement')
  }
  const open = identityProviderProblem(document)
  if (open) throw awsError('MalformedPolicyDocument', open)
}

/** Adds a role. */
export const addRole = (state: IamState, world: World, given: Shape): Role => {
  const name = String(given.RoleName)
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw awsError('ValidationError', `Role name "${name}" must be 1 to 64 characters of letters, digits and +=,.@_-`)
  }
  if (state.roles.has(name)) throw awsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409)
  checkTrust(given.AssumeRolePolicyDocument)
  const path = String(given.Path ?? '/')
  const role: Role = {
    RoleName: name,
    RoleId: uniqueId('AROA', world),
    Arn: `arn:aws:iam::${world.account}:role${path}${name}`,
    Path: path,
    CreateDate: world.clock.now(),
    AssumeRolePolicyDocument: given.AssumeRolePolicyDocument,
    ...(given.Description ? { Description: String(given.Description) } : {}),
    MaxSessionDuration: Number(given.MaxSessionDuration ?? 3600),
    inline: new Map(),
    attached: new Set(),
  }
  state.roles.set(name, role)
  return role
}

/** Replaces a role's trust policy. */
export const putTrust = (role: Role, document: unknown): void => {
  checkTrust(document)
  role.AssumeRolePolicyDocument = document
}

/** Adds a customer managed policy. */
export const addPolicy = (state: IamState, world: World, given: Shape): ManagedPolicy => {
  const path = String(given.Path ?? '/')
  const arn = `arn:aws:iam::${world.account}:policy${path}${given.PolicyName}`
  if (state.policies.has(arn)) {
    throw awsError(
      'EntityAlreadyExists',
      `A policy called ${given.PolicyName} already exists. Duplicate names are not allowed.`,
      409,
    )
  }
  const policy = {
    PolicyName: String(given.PolicyName),
    PolicyId: uniqueId('ANPA', world),
    Arn: arn,
    Path: path,
    CreateDate: world.clock.now(),
    document: given.PolicyDocument,
  }
  state.policies.set(arn, policy)
  return policy
}

/** Adds an OpenID Connect provider; there is one per URL. */
export const addProvider = (state: IamState, world: World, given: Shape): OidcProvider => {
  const url = String(given.Url ?? '')
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '')
  if (!/^https:\/\//.test(String(given.Url ?? '')))
    throw awsError('ValidationError', 'Invalid Open ID Connect Provider URL')
  const arn = `arn:aws:iam::${world.account}:oidc-provider/${url}`
  if (state.providers.has(arn))
    throw awsError('EntityAlreadyExists', `Provider with url ${given.Url} already exists.`, 409)
  const provider = {
    Arn: arn,
    url,
    CreateDate: world.clock.now(),
    clients: [given.ClientIDList ?? given.ClientIdList ?? []].flat().map(String),
    thumbprints: [given.ThumbprintList ?? []].flat().map(String),
  }
  state.providers.set(arn, provider)
  return provider
}
