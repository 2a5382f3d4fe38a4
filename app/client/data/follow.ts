import { createEventReader, type StreamEvent } from './event-stream.ts'

/** What following a stream needs. */
export type Following = {
  /** The event to go on after; what happens from now on when it is empty. */
  readonly from: string
  /** Opens the stream, from after an event when one is named. */
  readonly open: (lastId: string, signal: AbortSignal) => Promise<Response>
  readonly onEvent: (event: StreamEvent) => void
  /** Settles after some milliseconds, or sooner when there is a reason to try. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

/** A stream on which nothing came for this long, not even a heartbeat, is dead: milliseconds. */
const silence = 60_000

/** How long to wait before the n-th try: up to half a minute, spread so that a thousand pages do not come back at once. */
export const backOff = (tries: number, random: () => number): number =>
  Math.min(30_000, 500 * 2 ** Math.min(tries, 10)) * (0.5 + random() / 2)

/** Follows a stream until the signal: opened again whenever it ends, from the last event on. It gives up on a refusal. */
export async function follow({ from, open, onEvent, wait, signal }: Following, random = Math.random): Promise<void> {
  let lastId = from
  let tries = 0
  while (!signal.aborted) {
    const dead = new AbortController()
    const either = AbortSignal.any([signal, dead.signal])
    let alarm: ReturnType<typeof setTimeout> | undefined
    const heard = (): void => {
      clearTimeout(alarm)
      alarm = setTimeout(() => dead.abort(), silence)
    }
    try {
      heard()
      const response = await open(lastId, either)
      // Asking again would bring the same answer; whoever signs in gets a new stream.
      if (response.status >= 400 && response.status < 500 && response.status !== 429) return
      if (response.ok && response.body) {
        const reader = createEventReader()
        for await (const text of texts(response.body)) {
          heard()
          tries = 0
          for (const event of reader.read(text)) onEvent(event)
          lastId = reader.lastId() || lastId
        }
      }
    } catch {
      // Out of reach or cut off: opened again below.
    } finally {
      clearTimeout(alarm)
    }
    if (!signal.aborted) await wait(backOff(tries++, random), signal).catch(() => undefined)
  }
}

async function* texts(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}
