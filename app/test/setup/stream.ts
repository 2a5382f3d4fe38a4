/** A server-sent event as it arrived. */
export type Frame = { readonly id?: string; readonly event?: string; readonly data?: unknown }

/** An open stream of events: what came so far, and how to wait for more. */
export type Stream = {
  readonly status: number
  readonly frames: Frame[]
  /** The first frame with this name that speaks of `about`, an id say; one that is still to come too. */
  next(event: string, about?: string): Promise<Frame>
  readonly ended: Promise<void>
  close(): void
}

/** Opens a stream as the page does: by fetch, so that a token can be sent. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<Stream> {
  const abort = new AbortController()
  const response = await fetch(url, { headers, signal: abort.signal })
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  const read = async (): Promise<void> => {
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      frames.push(...blocks.map(frameOf))
      for (const look of waiting) look()
    }
  }
  const ended = read().catch(() => {})
  return {
    status: response.status,
    frames,
    next: (event, about = '') =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = frames.find((frame) => frame.event === event && JSON.stringify(frame.data).includes(about))
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    ended,
    close: () => abort.abort(),
  }
}

function frameOf(block: string): Frame {
  const fields = block.split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2))
  const { data, ...rest } = Object.fromEntries(fields.filter(([name]) => name)) as Record<string, string>
  return { ...rest, ...(data !== undefined && { data: JSON.parse(data) }) }
}
