import type { Load, Loaded } from './load.ts'
import type { Measured } from './processes.ts'

/** Figures of one server: the middle of its rounds; `processor` is its own microseconds for one request. */
export type Figures = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly processor: number
}

export type Rounds = { readonly rounds: number; readonly seconds: number; readonly connections: number }

type Comparing = Rounds & { run(load: Load): Promise<Loaded>; readonly requests: readonly string[] }

const middle = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0

/** Loads servers with the same requests, one at a time and in turns, so that a busy moment of the machine meets them all. */
export async function compare(
  servers: readonly Measured[],
  { run, requests, rounds, seconds, connections }: Comparing,
): Promise<readonly Figures[]> {
  const all = servers.map((): Figures[] => [])
  const once = async (server: Measured, milliseconds: number): Promise<Figures> => {
    const before = await server.usage()
    const { answered, seconds, p50, p99 } = await run({ port: server.port, connections, requests, milliseconds })
    const after = await server.usage()
    return { perSecond: answered / seconds, p50, p99, processor: (after.processor - before.processor) / answered }
  }
  for (const server of servers) await once(server, Math.min(seconds, 2) * 1000)
  for (let round = 0; round < rounds; round++)
    for (const [at, server] of servers.entries()) all[at]?.push(await once(server, seconds * 1000))
  const of = (figures: readonly Figures[], name: keyof Figures): number => middle(figures.map((each) => each[name]))
  return all.map((figures) => ({
    perSecond: of(figures, 'perSecond'),
    p50: of(figures, 'p50'),
    p99: of(figures, 'p99'),
    processor: of(figures, 'processor'),
  }))
}
