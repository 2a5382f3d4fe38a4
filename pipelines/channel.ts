/** A queue that several producers fill and one consumer reads until it is closed. */
export interface Channel<T> extends AsyncIterable<T> {
  readonly push: (item: T) => void
  readonly close: () => void
}

/** An empty channel. Items are kept until they are read; after `close` the reader ends when none is left. */
export const channel = <T>(): Channel<T> => {
  const items: T[] = []
  let closed = false
  let wake = () => {}
  return {
    push: (item) => {
      items.push(item)
      wake()
    },
    close: () => {
      closed = true
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const item = items.shift()
        if (item !== undefined) yield item
        else if (closed) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
