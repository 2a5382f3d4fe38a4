/** Waits until all are settled, or for so many milliseconds. */
export async function settledWithin(all: Iterable<Promise<unknown>>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([Promise.allSettled(all), tooLong])
  clearTimeout(timer)
}
