import { createInterface } from 'node:readline'

/** Lines that are waited for; the end of what they come from counts as all of them. */
export type Signals = {
  /** Settles with the next line that nobody has waited for. */
  next(): Promise<void>
}

/** The lines of a stream. */
export function signalsOf(input: NodeJS.ReadableStream): Signals {
  const lines = createInterface({ input })[Symbol.asyncIterator]()
  return { next: async () => void (await lines.next()) }
}
