import { routes } from '../../contract.ts'
import type { Client } from '../data/client.ts'
import { refusalOf } from '../data/refusal.ts'

/** Ends the session here, or on all devices. */
export async function signOut(client: Client, everywhere: boolean): Promise<void> {
  try {
    await client.ask(routes.signOut, { method: 'POST', body: { everywhere } })
  } catch (reason) {
    const refusal = refusalOf(reason)
    if (refusal.status !== 401) return client.toasts.say(`You are still signed in. ${refusal.message}`)
  }
  client.session.signedOut()
  client.toasts.say(everywhere ? 'You are signed out on all devices.' : 'You are signed out.')
}
