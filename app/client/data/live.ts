import { type Events, routes } from '../../contract.ts'
import { applyLive } from './apply-live.ts'
import type { Client } from './client.ts'
import type { StreamEvent } from './event-stream.ts'
import { follow } from './follow.ts'

/** Follows the events of the server for whoever is here, and lets the page know of them; gives what ends it. */
export function startLive(client: Client): () => void {
  let current: AbortController | undefined
  let who: string | undefined

  const restart = (): void => {
    const state = client.session.store.get()
    if (state.kind === 'unknown') return
    const next = state.kind === 'signed-in' ? state.me.id : ''
    if (next === who) return
    who = next
    current?.abort()
    current = new AbortController()
    void follow({
      from: client.position.get(),
      open: (lastId, signal) => open(client, lastId, signal),
      onEvent: (event) => receive(client, event),
      wait: untilOnline,
      signal: current.signal,
    })
  }

  const unsubscribe = client.session.store.subscribe(restart)
  restart()
  return () => {
    unsubscribe()
    current?.abort()
  }
}

async function open(client: Client, lastId: string, signal: AbortSignal): Promise<Response> {
  const ask = (): Promise<Response> => {
    const state = client.session.store.get()
    const headers = {
      Accept: 'text/event-stream',
      ...(state.kind === 'signed-in' && { Authorization: `Bearer ${state.accessToken}` }),
      ...(lastId && { 'Last-Event-ID': lastId }),
    }
    return client.fetch(routes.events, { headers, signal, cache: 'no-store' })
  }
  const response = await ask()
  if (response.status !== 401 || client.session.store.get().kind !== 'signed-in') return response
  const renewed = await client.session.refresh()
  return renewed.kind === 'signed-in' ? ask() : response
}

function receive(client: Client, { event, data }: StreamEvent): void {
  try {
    applyLive(client, event as keyof Events, JSON.parse(data))
  } catch {
    // A newer server may say what this page does not understand.
  }
}

/** Waits, but no longer than until the machine is on the network again. */
function untilOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
