/** One event of a text/event-stream. */
export type StreamEvent = { readonly event: string; readonly data: string; readonly id: string }

/** Reads a stream: give it text as it comes, get the events it completes; `lastId` is where it is. */
export type EventReader = { read(text: string): readonly StreamEvent[]; lastId(): string }

/**
 * Reads a text/event-stream piece by piece. An id may come without an event: it says where to go on from.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createEventReader(): EventReader {
  let rest = ''
  let [event, data, id]: [string, string[], string] = ['', [], '']
  let lastId = ''

  const take = (line: string): StreamEvent | undefined => {
    if (line === '') {
      lastId = id
      const complete = data.length > 0 ? { event: event || 'message', data: data.join('\n'), id } : undefined
      event = ''
      data = []
      return complete
    }
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') event = value
    if (name === 'data') data.push(value)
    if (name === 'id' && !value.includes('\0')) id = value
    return undefined
  }

  const read = (text: string): readonly StreamEvent[] => {
    // A carriage return at the end may be half of a line end: it waits for what follows.
    const held = text.endsWith('\r') ? '\r' : ''
    const lines = (rest + text.slice(0, text.length - held.length)).split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + held
    return lines.map(take).filter((complete) => complete !== undefined)
  }
  return { read, lastId: () => lastId }
}
