// The claims of access and id tokens.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
import { flagIn, listIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import type { Session, User } from './state.ts'

/** The groups of a user, the one with the lowest precedence number first, as the claims show them. */
export interface GroupClaims {
  readonly groupsToOverride: readonly string[]
  readonly iamRolesToOverride: readonly string[]
  readonly preferredRole: string | undefined
}

/** The groups and roles of a session's user. */
export const groupClaimsOf = ({ pool, user }: Session): GroupClaims => {
  const precedence = (settings: Shape) => Number(settings.Precedence ?? Number.POSITIVE_INFINITY)
  const groups = [...user.groups]
    .flatMap((name) => pool.groups.get(name) ?? [])
    .sort((a, b) => precedence(a.settings) - precedence(b.settings) || (a.name < b.name ? -1 : 1))
  const roles = groups.flatMap(({ settings }) => (settings.RoleArn ? [String(settings.RoleArn)] : []))
  return { groupsToOverride: groups.map(({ name }) => name), iamRolesToOverride: roles, preferredRole: roles[0] }
}

// origin_jti is in the tokens of clients with token revocation.
const common = (session: Session): Shape => ({
  sub: session.user.sub,
  ...(revocable(session) && { origin_jti: session.id }),
  event_id: session.eventId,
  auth_time: Math.floor(session.authTime.getTime() / 1000),
})

/** True when the client's refresh tokens can be revoked; they can unless it was turned off. */
export const revocable = ({ client }: Session): boolean =>
  client.settings.EnableTokenRevocation === undefined || flagIn(client.settings.EnableTokenRevocation)

const groupsClaim = ({ groupsToOverride }: GroupClaims): Shape =>
  groupsToOverride.length ? { 'cognito:groups': groupsToOverride } : {}

/** The claims of an access token but for issuer and times. */
export const accessClaims = (session: Session, groups: GroupClaims): Shape => ({
  ...common(session),
  ...groupsClaim(groups),
  client_id: session.client.id,
  token_use: 'access',
  scope: 'aws.cognito.signin.user.admin',
  username: session.user.username,
})

/** The claims of an id token but for issuer and times; attributes as far as the client may read them. */
export const idClaims = (session: Session, groups: GroupClaims): Shape => ({
  ...readable(session),
  ...common(session),
  ...groupsClaim(groups),
  ...(groups.iamRolesToOverride.length > 0 && {
    'cognito:roles': groups.iamRolesToOverride,
    'cognito:preferred_role': groups.preferredRole,
  }),
  'cognito:username': session.user.username,
  aud: session.client.id,
  token_use: 'id',
})

const readable = ({ client, user }: Session): Shape => {
  const allowed = client.settings.ReadAttributes ? listIn(client.settings.ReadAttributes) : undefined
  const shown = [...user.attributes].filter(([name]) => !name.startsWith('dev:') && allowed?.includes(name) !== false)
  return Object.fromEntries(shown.map(([name, value]) => [name, claimValue(name, value)]))
}

const claimValue = (name: string, value: string): unknown => {
  if (name.endsWith('_verified')) return value === 'true'
  if (name === 'updated_at') return Number(value)
  return name === 'address' ? { formatted: value } : value
}

// "You can't modify these": the page of the pre token generation trigger.
const fixedClaims = new Set(
  'acr amr at_hash aud auth_time azp cognito:username exp iat iss jti nbf nonce origin_jti sub token_use'.split(' '),
)

/**
 * The id claims after a pre token generation function (event version 1) has changed them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const overridden = (claims: Shape, details: Shape): Shape => {
  const dropped = new Set(listIn(details.claimsToSuppress))
  const added = Object.entries((details.claimsToAddOrOverride ?? {}) as Shape)
  return Object.fromEntries(
    [...Object.entries(claims), ...added.filter(([name]) => !fixedClaims.has(name))].filter(
      ([name]) => fixedClaims.has(name) || !dropped.has(name),
    ),
  )
}

/** The group claims after a function has overridden them. */
export const overriddenGroups = (groups: GroupClaims, given: Shape | undefined): GroupClaims =>
  given
    ? {
        groupsToOverride: given.groupsToOverride ? listIn(given.groupsToOverride) : groups.groupsToOverride,
        iamRolesToOverride: given.iamRolesToOverride ? listIn(given.iamRolesToOverride) : groups.iamRolesToOverride,
        preferredRole: given.preferredRole ?? groups.preferredRole,
      }
    : groups

/** The attributes triggers see of an existing user. */
export const triggerAttributes = (user: User): Shape => ({
  ...Object.fromEntries(user.attributes),
  sub: user.sub,
  'cognito:user_status': user.status,
})
