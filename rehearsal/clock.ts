// Time as the local AWS sees it. Everything that waits takes a Clock, so a ten-minute rollout is tested in milliseconds.

/** Where the local AWS gets its time from: the real clock, or one that a test moves. */
export interface Clock {
  readonly now: () => Date
  /**
   * Resolves once `now()` has moved on by that many milliseconds, never before; at once when the signal aborts. Never
   * rejects.
   */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const due = Date.now() + milliseconds
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      // Timers of Node round, and fire up to a millisecond before the clock shows their time.
      const wake = () => {
        const left = due - Date.now() // more than asked for when the clock was put back
        if (left <= 0 || left > milliseconds) return done()
        timer = setTimeout(wake, left)
      }
      let timer = setTimeout(wake, milliseconds)
      signal?.addEventListener('abort', done)
    }),
}

/** A clock that stands still until `advance` moves it; sleepers wake in the order of their time. */
export interface FakeClock extends Clock {
  readonly advance: (milliseconds: number) => Promise<void>
}

/** A clock for tests, starting at the given instant. */
export const fakeClock = (start = new Date('2026-01-01T00:00:00Z')): FakeClock => {
  let at = start.getTime()
  const sleepers: { due: number; wake: () => void }[] = []
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return {
    now: () => new Date(at),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { due: at + milliseconds, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          const index = sleepers.indexOf(sleeper)
          if (index >= 0) sleepers.splice(index, 1)
          resolve()
        })
      }),
    advance: async (milliseconds) => {
      const end = at + milliseconds
      await settle()
      for (;;) {
        sleepers.sort((a, b) => a.due - b.due)
        const next = sleepers[0]
        if (!next || next.due > end) break
        sleepers.shift()
        at = Math.max(at, next.due)
        next.wake()
        await settle()
      }
      at = end
      await settle()
    },
  }
}
