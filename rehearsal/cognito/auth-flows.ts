import { listIn } from '../protocols/form.ts'
import { invalidParameter } from './refusals.ts'
import type { Client } from './state.ts'

// What allows each flow, in the new words and the old ones.
const allowedBy: Readonly<Record<string, readonly string[]>> = {
  USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  ADMIN_USER_PASSWORD_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  USER_SRP_AUTH: ['ALLOW_USER_SRP_AUTH'],
  REFRESH_TOKEN_AUTH: ['ALLOW_REFRESH_TOKEN_AUTH'],
}

const sameAs: Readonly<Record<string, string>> = {
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
}

/** A client without ExplicitAuthFlows allows SRP, custom and refresh. */
const usual = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH']

/**
 * The flow a request asks for, when it is known and the client allows it.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const flowOf = (
  client: Client,
  { asked, admin }: { readonly asked: unknown; readonly admin: boolean },
): string => {
  const flow = sameAs[String(asked)] ?? String(asked)
  const allowing = allowedBy[flow]
  if (!allowing) {
    throw invalidParameter(
      `the local user pools have no flow "${asked}"; they have ${Object.keys(allowedBy).sort().join(', ')}`,
    )
  }
  const flows = listIn(client.settings.ExplicitAuthFlows)
  // In the old words SRP and refresh are allowed without being named.
  const old = flows.length > 0 && !flows.some((one) => one.startsWith('ALLOW_'))
  const allowed = [
    ...(flows.length ? flows : usual),
    ...(old ? ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] : []),
  ]
  if (flow === 'ADMIN_USER_PASSWORD_AUTH' && !admin) throw invalidParameter('Initiate Auth method not supported.')
  if (allowing.some((one) => allowed.includes(one))) return flow
  if (admin) throw invalidParameter('Auth flow not enabled for this client')
  throw invalidParameter(
    flow === 'USER_SRP_AUTH'
      ? 'USER_SRP_AUTH is not enabled for the client.'
      : `${flow} flow not enabled for this client`,
  )
}
