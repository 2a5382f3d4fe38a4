// What the local IAM remembers: roles, policies and identity providers.
import { awsError } from '../service.ts'

/** A role with its trust policy and permissions; documents are parsed JSON. */
export interface Role {
  readonly RoleName: string
  readonly RoleId: string
  readonly Arn: string
  readonly Path: string
  readonly CreateDate: Date
  AssumeRolePolicyDocument: unknown
  Description?: string
  MaxSessionDuration: number
  readonly inline: Map<string, unknown>
  readonly attached: Set<string>
}

/** A customer managed policy. */
export interface ManagedPolicy {
  readonly PolicyName: string
  readonly PolicyId: string
  readonly Arn: string
  readonly Path: string
  readonly CreateDate: Date
  document: unknown
}

/** An OpenID Connect provider; `url` has no scheme, as IAM keeps it. */
export interface OidcProvider {
  readonly Arn: string
  readonly url: string
  readonly CreateDate: Date
  clients: readonly string[]
  thumbprints: readonly string[]
}

/** All of IAM. */
export interface IamState {
  readonly roles: Map<string, Role>
  readonly policies: Map<string, ManagedPolicy>
  readonly providers: Map<string, OidcProvider>
}

/** An empty IAM. */
export const createIamState = (): IamState => ({ roles: new Map(), policies: new Map(), providers: new Map() })

/** The role of that name, or the error IAM gives. */
export const roleNamed = ({ roles }: IamState, name: unknown): Role => {
  const role = roles.get(String(name))
  if (role) return role
  throw awsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404)
}

/** A policy document out of an API call, which carries it as JSON text. */
export const parseDocument = (text: unknown): unknown => {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    throw awsError('MalformedPolicyDocument', 'Syntax errors in policy.')
  }
}
