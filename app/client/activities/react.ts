import { type Counts, pathOf, routes, type Shared } from '../../contract.ts'
import type { Client } from '../data/client.ts'
import { refusalOf } from '../data/refusal.ts'

const kinds = {
  like: { route: routes.like, mine: 'liked', counted: 'likes' },
  repost: { route: routes.repost, mine: 'reposted', counted: 'reposts' },
} as const

/** Likes or reposts, or takes it back: shown at once, and undone when the server refuses. */
export async function react(client: Client, id: string, kind: keyof typeof kinds): Promise<void> {
  const { route, mine, counted } = kinds[kind]
  const was = client.activities.of(id)
  if (!was) return
  const on = !was[mine]
  const turn = (to: boolean): void =>
    client.activities.change(id, (shown) =>
      shown[mine] === to
        ? shown
        : { ...shown, [mine]: to, counts: { ...shown.counts, [counted]: shown.counts[counted] + (to ? 1 : -1) } },
    )
  turn(on)
  try {
    const answer = await client.ask<Counts | undefined>(pathOf(route, id), { method: on ? 'PUT' : 'DELETE' })
    if (answer && counted in answer) client.activities.change(id, (shown) => ({ ...shown, counts: answer }))
  } catch (reason) {
    turn(!on)
    client.toasts.say(refusalOf(reason).message)
  }
}

/** Gives the address of an activity to whoever the reader wants, by the machine's own means, else by the clipboard. */
export async function share(client: Client, id: string): Promise<void> {
  try {
    const shared = await client.ask<Shared>(pathOf(routes.share, id), { method: 'POST' })
    client.activities.change(id, (shown) => ({ ...shown, counts: shared.counts }))
    const url = new URL(shared.path, location.origin).href
    if (navigator.share && matchMedia('(pointer: coarse)').matches) return await navigator.share({ url })
    await navigator.clipboard.writeText(url)
    client.toasts.say('The link is copied.')
  } catch (reason) {
    if (reason instanceof Error && reason.name === 'AbortError') return
    const named = reason instanceof Error && reason.name === 'NotAllowedError'
    client.toasts.say(named ? 'Your browser did not allow the link to be copied.' : refusalOf(reason).message)
  }
}
