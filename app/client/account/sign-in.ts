import { routes, type SignedIn, type SignIn } from '../../contract.ts'
import type { Client } from '../data/client.ts'

/** Signs in, and lets the page know. */
export async function signIn(client: Client, body: SignIn): Promise<void> {
  client.session.signedIn(await client.ask<SignedIn>(routes.signIn, { method: 'POST', body }))
}
