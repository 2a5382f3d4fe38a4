import type { Logger } from 'pino'
import type { EventStore, Told } from './events.ts'
import { isAfter, type Position } from './position.ts'

/** Someone who is told: `userId` also of what is for them alone. `reset` says that they missed something. */
export type Subscriber = {
  readonly userId?: string | undefined
  readonly after?: Position | undefined
  tell(told: Told): void
  reset(at: Position): void
  /** The task stops. */
  end(): void
}

/** Tells the subscribers of this task what any task told, in order, each event once. */
export type Live = {
  /** To be called when there may be something new. */
  wake(): void
  /** Ends with the function that it gives; `start` is where the telling begins. */
  subscribe(subscriber: Subscriber): Promise<{ start: Position; stop(): void }>
  close(): void
}

type Following = { subscriber: Subscriber; cursor: Position; held: Told[] | undefined }

/** What is told is read after each wake, once for all subscribers, and every `every` milliseconds lest a wake was lost. */
export function liveOn(events: EventStore, { log, every = 15_000 }: { log: Logger; every?: number }): Live {
  const following = new Set<Following>()
  let position: Promise<Position> | undefined
  let isReading = false
  let isAskedFor = false
  let soon: NodeJS.Timeout | undefined

  const start = (): Promise<Position> => {
    position ??= events.newest().catch((error) => {
      position = undefined
      throw error
    })
    return position
  }

  const deliver = (one: Following, told: Told): void => {
    if (told.audience !== null && told.audience !== one.subscriber.userId) return
    if (one.held) one.held.push(told)
    else if (isAfter(told.at, one.cursor)) {
      one.cursor = told.at
      one.subscriber.tell(told)
    }
  }

  const read = async (): Promise<void> => {
    while (isAskedFor) {
      isAskedFor = false
      const { told, upTo, more } = await events.after(await start())
      position = Promise.resolve(upTo)
      for (const one of following) for (const each of told) deliver(one, each)
      if (!more) continue
      clearTimeout(soon)
      soon = setTimeout(wake, told.length > 0 ? 0 : 25)
      soon.unref()
    }
  }

  function wake(): void {
    // With nobody to tell, where the next one begins is asked for when they come.
    if (following.size === 0) {
      position = undefined
      return
    }
    isAskedFor = true
    if (isReading) return
    isReading = true
    read()
      .catch((error: Error) => log.warn({ reason: error.message }, 'events: could not be read'))
      .finally(() => {
        isReading = false
        if (isAskedFor && following.size > 0) wake()
      })
  }

  const timer = setInterval(wake, every)
  timer.unref()

  /** What was told between where the subscriber stopped and where this task is. */
  const catchUp = async (one: Following): Promise<void> => {
    if (!(await events.isKept(one.cursor))) return reset(one)
    const { told, upTo, more } = await events.after(one.cursor)
    if (more && isAfter(await start(), upTo)) return reset(one)
    const held = [
      ...told.filter(({ audience }) => audience === null || audience === one.subscriber.userId),
      ...(one.held ?? []),
    ]
    one.held = undefined
    for (const each of held) deliver(one, each)
  }

  /** Tells what comes after a position, what was held meanwhile first. */
  const begin = (one: Following, at: Position): void => {
    one.cursor = at
    const held = one.held ?? []
    one.held = undefined
    for (const each of held) deliver(one, each)
  }

  const reset = async (one: Following): Promise<void> => {
    const at = await start()
    one.subscriber.reset(at)
    begin(one, at)
  }

  return {
    wake,
    async subscribe(subscriber) {
      const one: Following = { subscriber, cursor: subscriber.after ?? { xid: 0n, id: 0n }, held: [] }
      following.add(one)
      const stop = () => void following.delete(one)
      try {
        const now = await start()
        if (subscriber.after) await catchUp(one)
        else begin(one, now)
      } catch (error) {
        stop()
        throw error
      }
      return { start: one.cursor, stop }
    },
    close() {
      clearInterval(timer)
      clearTimeout(soon)
      for (const { subscriber } of following) subscriber.end()
      following.clear()
    },
  }
}
