// A process: sends requests over connections that stay open, each the next as soon as the last was answered.
import { connect, type Socket } from 'node:net'

/** What is sent to where: complete requests in turn, with `{n}` a number that never comes again; so many, or so long. */
export type Load = {
  readonly port: number
  readonly connections: number
  readonly requests: readonly string[]
  readonly count?: number
  readonly milliseconds?: number
}

/** What came of it; latencies in milliseconds. Refusals are answers too. */
export type Loaded = {
  readonly answered: number
  readonly refused: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
}

let unique = Date.now()
const ended = Buffer.from('\r\n\r\n')

/** Sends until `next` gives nothing more; `took` hears of every answer. */
function follow(
  port: number,
  next: () => string | undefined,
  took: (milliseconds: number, isRefusal: boolean) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let socket: Socket
    let sent = 0
    let waiting = false
    let got: Buffer = Buffer.alloc(0)
    const send = (): void => {
      const request = next()
      waiting = request !== undefined
      if (request === undefined) {
        socket.destroy()
        resolve()
        return
      }
      sent = performance.now()
      socket.write(request.includes('{n}') ? request.replaceAll('{n}', String(unique++)) : request, 'latin1')
    }
    const open = (): void => {
      got = Buffer.alloc(0)
      const own = connect(port, '127.0.0.1', send).setNoDelay()
      socket = own
      own.on('error', reject)
      own.on('close', () => own === socket && waiting && reject(new Error('a connection was closed')))
      own.on('data', (data) => {
        got = got.length === 0 ? data : Buffer.concat([got, data])
        const head = got.indexOf(ended)
        if (head < 0) return
        const headers = got.toString('latin1', 0, head)
        const length = Number(/content-length: (\d+)/i.exec(headers)?.[1] ?? -1)
        if (length >= 0 && got.length < head + ended.length + length) return
        took(performance.now() - sent, !headers.startsWith('HTTP/1.1 2'))
        got = Buffer.alloc(0)
        if (length >= 0) return send()
        // A stream does not end: whoever opened it goes.
        waiting = false
        own.destroy()
        open()
      })
    }
    open()
  })
}

async function run({
  port,
  connections,
  requests,
  count = Number.POSITIVE_INFINITY,
  milliseconds,
}: Load): Promise<Loaded> {
  const started = performance.now()
  const until = started + (milliseconds ?? Number.POSITIVE_INFINITY)
  const took: number[] = []
  let begun = 0
  let refused = 0
  const next = (): string | undefined =>
    begun < count && performance.now() < until ? requests[begun++ % requests.length] : undefined
  const note = (milliseconds: number, isRefusal: boolean): void => {
    took.push(milliseconds)
    if (isRefusal) refused++
  }
  await Promise.all(Array.from({ length: connections }, () => follow(port, next, note)))
  const seconds = (performance.now() - started) / 1000
  const sorted = Float64Array.from(took).sort()
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0
  return { answered: took.length, refused, seconds, p50: at(0.5), p99: at(0.99) }
}

process.on('message', async (load: Load) => {
  process.send?.(await run(load).catch((error: Error) => ({ failed: error.message })))
})
process.on('disconnect', () => process.exit())
