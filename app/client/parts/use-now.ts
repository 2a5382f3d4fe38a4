import { useSyncExternalStore } from 'react'

const every = 20_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, every)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** The time, in milliseconds, that moves on every now and then: one clock for all times on the page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => (listeners.size === 0 ? refreshed() : now))

/** Nobody watched the clock: it may have stood still. */
function refreshed(): number {
  const current = Date.now()
  if (current - now >= every) now = current
  return now
}
