import { createHmac } from 'node:crypto'
import { invalidParameter, notAuthorized } from './refusals.ts'
import type { Client } from './state.ts'

/**
 * Refuses a request that does not prove the client's secret: HMAC-SHA256 of user name and client id, in base64.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export const checkSecretHash = (
  client: Client,
  { usernames, hash }: { readonly usernames: readonly string[]; readonly hash: unknown },
): void => {
  if (client.secret === undefined) {
    if (hash === undefined) return
    throw invalidParameter(`App client ${client.id} is not configured for secret but secret hash was received`)
  }
  if (hash === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`)
  }
  const wanted = usernames.map((name) =>
    createHmac('sha256', client.secret ?? '')
      .update(`${name}${client.id}`)
      .digest('base64'),
  )
  if (!wanted.includes(String(hash))) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`)
}
