import type { Load, Loaded } from './load.ts'
import type { Measured } from './processes.ts'
import type { Requests } from './requests.ts'

/** Memory in megabytes after so many requests. */
export type Sample = { readonly requests: number; readonly heap: number; readonly rss: number }

const shares = { first: 30, firstSignedIn: 15, older: 15, show: 15, post: 15, search: 5, events: 5 } as const

/** A hundred requests as people send them, in an order that mixes them. */
const mixed = (requests: Requests): readonly string[] =>
  Object.entries(shares)
    .flatMap(([name, share]) => {
      const those = requests[name as keyof Requests]
      return Array.from({ length: share * 10 }, (_, at) => ({
        place: (at + 0.5) / share,
        text: those[at % those.length] ?? '',
      }))
    })
    .sort((one, other) => one.place - other.place)
    .map(({ text }) => text)

type Watching = {
  run(load: Load): Promise<Loaded>
  say(text: string): void
  readonly requests: Requests
  readonly many: number
  readonly steps: number
}

/** Sends many mixed requests and looks at what the server holds after each of `steps` parts of them; nothing is under way then. */
export async function watchMemory(
  server: Measured,
  { run, say, requests, many, steps }: Watching,
): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (let step = 1; step <= steps; step++) {
    await run({ port: server.port, connections: 16, requests: mixed(requests), count: many / steps })
    await server.usage('collect')
    const { heap, rss } = await server.usage('collect')
    const sample = { requests: (many / steps) * step, heap: heap / 2 ** 20, rss: rss / 2 ** 20 }
    samples.push(sample)
    say(`${sample.requests} requests: heap ${sample.heap.toFixed(1)} MB, rss ${sample.rss.toFixed(1)} MB`)
  }
  return samples
}

/** Megabytes per 100,000 requests, by least squares, over the second half: the first warms up. */
export function slopeOf(samples: readonly Sample[], name: 'heap' | 'rss'): number {
  const late = samples.slice(Math.floor(samples.length / 2))
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
  const [x, y] = [mean(late.map(({ requests }) => requests)), mean(late.map((each) => each[name]))]
  const over = late.reduce((sum, each) => sum + (each.requests - x) * (each[name] - y), 0)
  return (over / late.reduce((sum, each) => sum + (each.requests - x) ** 2, 0)) * 100_000
}
