/** What a measured process says of itself: processor time in microseconds, memory in bytes after a collection. */
export type Usage = { readonly processor: number; readonly heap: number; readonly rss: number }

/** To be called by a measured process when it listens: says where, then what it uses whenever it is asked. */
export function answerParent(port: number): void {
  process.on('message', (question) => {
    if (question === 'collect') globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    const { heapUsed, rss } = process.memoryUsage()
    process.send?.({ processor: user + system, heap: heapUsed, rss } satisfies Usage)
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port })
}
