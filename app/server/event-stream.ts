import type { RequestHandler, Response } from 'express'
import type { Live } from '../db/live.ts'
import { parsePosition, printPosition } from '../db/position.ts'
import type { Viewer } from './endpoint.ts'
import { refusals } from './problem.ts'

type Options = { readonly beat?: number; readonly most?: number; readonly behind?: number }

/**
 * Streams events. A comment every `beat` milliseconds keeps the connection from being taken for dead. Who does not read,
 * so that more than `behind` bytes wait for them, is cut off: they come back and go on where they stopped. A stream ends
 * with the token it was opened with.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(
  live: Live,
  { beat = 15_000, most = 2_000, behind = 256 * 1024 }: Options = {},
): RequestHandler {
  let open = 0
  return async (request, response) => {
    if (open >= most) throw refusals.unavailable('Too many pages listen already; try again')
    const viewer = response.locals.viewer as Viewer | undefined
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
    open++
    const timer = setInterval(() => send(':\n\n'), beat)
    const expiry =
      viewer && setTimeout(() => response.end(), Math.min(viewer.expiresAt.getTime() - Date.now(), 2 ** 31 - 1))
    response.on('close', () => {
      open--
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
