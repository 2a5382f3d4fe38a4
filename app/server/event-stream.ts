import type { RequestHandler, Response } from 'express'
import type { Live } from '../db/live.ts'
import { parsePosition, printPosition } from '../db/position.ts'
import type { Viewer } from './endpoint.ts'
import { refusals } from './problem.ts'

type Options = { readonly beat?: number; readonly most?: number; readonly each?: number; readonly behind?: number }

/**
 * Streams events. A comment every `beat` milliseconds keeps the connection from being taken for dead. Who does not read,
 * so that more than `behind` bytes wait for them, is cut off: they come back and go on where they stopped. A stream ends
 * with the token it was opened with. There are `most` of them, of which one user, else one address, has `each`.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(
  live: Live,
  { beat = 15_000, most = 2_000, each = 100, behind = 256 * 1024 }: Options = {},
): RequestHandler {
  const open = countOf()
  return async (request, response) => {
    // An answer without a body has an end: the connection would wait for one for ever.
    if (request.method === 'HEAD') return void response.type('text/event-stream').end()
    const viewer = response.locals.viewer as Viewer | undefined
    const caller = viewer?.id ?? request.ip ?? ''
    if (open.all() >= most || open.of(caller) >= each)
      throw refusals.unavailable('Too many pages listen already; close one, or try again')
    const send = sender(response, behind)
    const heldBack: string[] = []
    let isOpen = false
    const say = (frame: string): void => (isOpen ? send(frame) : void heldBack.push(frame))

    const { start, stop } = await live.subscribe({
      userId: viewer?.id,
      after: parsePosition(request.get('last-event-id') ?? ''),
      tell: ({ at, event }) =>
        say(`id: ${printPosition(at)}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`),
      reset: (at) => say(`id: ${printPosition(at)}\nevent: reset\ndata: {}\n\n`),
      end: () => response.end(),
    })
    if (response.destroyed) return stop()
    open.add(caller, 1)
    const timer = setInterval(() => send(':\n\n'), beat)
    const expiry =
      viewer && setTimeout(() => response.end(), Math.min(viewer.expiresAt.getTime() - Date.now(), 2 ** 31 - 1))
    response.on('close', () => {
      open.add(caller, -1)
      stop()
      clearInterval(timer)
      clearTimeout(expiry)
    })
    // "no-transform" also keeps proxies from compressing, and so from holding back, the stream.
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    response.flushHeaders()
    isOpen = true
    send(`retry: 2000\n\n${heldBack.join('')}id: ${printPosition(start)}\n\n`)
  }
}

const sender = (response: Response, behind: number) => (frame: string) => {
  if (response.writableLength > behind) response.destroy()
  else if (!response.writableEnded) response.write(frame)
}

/** How many are open, in all and of one caller. */
function countOf() {
  const open = new Map<string, number>()
  let all = 0
  return {
    all: () => all,
    of: (caller: string) => open.get(caller) ?? 0,
    add(caller: string, change: 1 | -1): void {
      all += change
      const left = (open.get(caller) ?? 0) + change
      if (left > 0) open.set(caller, left)
      else open.delete(caller)
    },
  }
}
