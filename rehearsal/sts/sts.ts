// STS: who is calling, and taking roles. Trust policies are evaluated; credentials are made up.
import type { JSONWebKeySet } from 'jose'
import type { RequestContext } from '../iam/condition-operators.ts'
import type { IamApi } from '../iam/iam.ts'
import type { Role } from '../iam/iam-state.ts'
import { trusts } from '../iam/trust-policy.ts'
import { awsError, type Call, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { admits, checkWebIdentity } from './web-identity.ts'

/** The signing keys of an identity provider. */
export type Jwks = () => JSONWebKeySet | Promise<JSONWebKeySet>

/** Temporary credentials in the form of environment variables. */
export interface ServiceCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

// What the local AWS tells people and builds to use; any other key is accepted too, but its secret is not known.
const wellKnown: Readonly<Record<string, string>> = { test: 'test', local: 'local', ASIALOCALCODEBUILD00: 'local' }

/** The service that takes a role, and what it takes it for: trust policies may ask for both. */
export interface Assuming {
  readonly service: string
  readonly sourceArn?: string
}

/** What the server, the local identity provider, functions and tasks use. */
export interface StsApi {
  /** The ARN behind an access key; the account's root for a key that STS did not issue. */
  readonly principal: (accessKey: string | undefined) => string
  /** The secret and the token of an access key: one that STS issued, or one that everybody knows. */
  readonly credentials: (accessKey: string) => { readonly secret: string; readonly token?: string } | undefined
  /** Credentials of a role for a service that may assume it, as a function's or a task's; undefined when it may not. */
  readonly assumeForService: (roleArn: string, by: Assuming, session: string) => ServiceCredentials | undefined
  /** Has tokens of an issuer checked against its keys. */
  readonly trustIssuer: (issuer: string, jwks: Jwks) => void
}

/** The local STS. */
export const sts = (world: World, iam: IamApi): { readonly service: Service; readonly api: StsApi } => {
  const sessions = new Map<string, string>()
  const secrets = new Map<string, { readonly secret: string; readonly token: string }>()
  const issuers = new Map<string, Jwks>()
  const root = `arn:aws:iam::${world.account}:root`

  const sessionOf = (role: Role, { RoleSessionName, DurationSeconds = 3600 }: Shape): Shape => {
    const seconds = Number(DurationSeconds)
    if (seconds > role.MaxSessionDuration) {
      throw awsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      )
    }
    const accessKey = `ASIA${world.id().replaceAll('-', '').slice(0, 16).toUpperCase()}`
    const arn = `arn:aws:sts::${world.account}:assumed-role/${role.RoleName}/${RoleSessionName}`
    sessions.set(accessKey, arn)
    const secret = `local/${world.id()}`
    const token = `local/${world.id()}${world.id()}`
    secrets.set(accessKey, { secret, token })
    return {
      AssumedRoleUser: { AssumedRoleId: `${role.RoleId}:${RoleSessionName}`, Arn: arn },
      Credentials: {
        AccessKeyId: accessKey,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: new Date(world.clock.now().getTime() + seconds * 1000),
      },
      PackedPolicySize: 0,
    }
  }

  const assumeRole = (input: Shape, { principal }: Call): Shape => {
    const role = iam.role(String(input.RoleArn))
    const context: RequestContext =
      input.ExternalId === undefined ? {} : { 'sts:ExternalId': [String(input.ExternalId)] }
    const request = { action: 'sts:AssumeRole', principal: { kind: 'AWS', id: roleArnOf(principal) }, context } as const
    if (!role || !trusts(role.AssumeRolePolicyDocument, request)) {
      throw awsError(
        'AccessDenied',
        `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
        403,
      )
    }
    return sessionOf(role, input)
  }

  // A trust policy names the role, the caller is a session of it.
  const roleArnOf = (principal: string): string => {
    const name = /:assumed-role\/([^/]+)\//.exec(principal)?.[1]
    return (name && iam.role(name)?.Arn) || principal
  }

  const assumeRoleWithWebIdentity = async (input: Shape): Promise<Shape> => {
    const identity = await checkWebIdentity({
      token: String(input.WebIdentityToken ?? ''),
      now: world.clock.now(),
      providerOf: iam.providerOf,
      jwks: (issuer) => issuers.get(issuer)?.(),
    })
    const role = iam.role(String(input.RoleArn))
    if (!role || !admits(role, identity)) {
      throw awsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
    }
    return {
      ...sessionOf(role, input),
      SubjectFromWebIdentityToken: identity.subject,
      Audience: identity.audience,
      Provider: identity.provider.Arn,
    }
  }

  return {
    service: {
      name: 'sts',
      protocol: 'query',
      target: 'https://sts.amazonaws.com/doc/2011-06-15/',
      operations: {
        GetCallerIdentity: (_input, { account, principal }) => ({ UserId: account, Account: account, Arn: principal }),
        AssumeRole: assumeRole,
        AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
        GetSessionToken: () => {
          const accessKey = `ASIA${world.id().replaceAll('-', '').slice(0, 16).toUpperCase()}`
          const Expiration = new Date(world.clock.now().getTime() + 43_200_000)
          return {
            Credentials: {
              AccessKeyId: accessKey,
              SecretAccessKey: `local/${world.id()}`,
              SessionToken: `local/${world.id()}`,
              Expiration,
            },
          }
        },
      },
    },
    api: {
      credentials: (accessKey) => {
        const secret = Object.hasOwn(wellKnown, accessKey) ? wellKnown[accessKey] : undefined
        return secrets.get(accessKey) ?? (secret === undefined ? undefined : { secret })
      },
      assumeForService: (roleArn, { service, sourceArn }, session) => {
        const role = iam.role(roleArn)
        const request = {
          action: 'sts:AssumeRole',
          principal: { kind: 'Service', id: service },
          context: {
            'aws:SourceAccount': [world.account],
            ...(sourceArn !== undefined && { 'aws:SourceArn': [sourceArn] }),
          },
        } as const
        if (!role || !trusts(role.AssumeRolePolicyDocument, request)) return undefined
        const { Credentials } = sessionOf(role, { RoleSessionName: session })
        return {
          accessKeyId: Credentials.AccessKeyId,
          secretAccessKey: Credentials.SecretAccessKey,
          sessionToken: Credentials.SessionToken,
        }
      },
      principal: (accessKey) => sessions.get(accessKey ?? '') ?? root,
      trustIssuer: (issuer, jwks) => void issuers.set(issuer, jwks),
    },
  }
}
