/** One event of a text/event-stream. */
export type StreamEvent = { readonly event: string; readonly data: string; readonly id: string }

/**
 * Reads a text/event-stream piece by piece: give it text as it comes, get the events it completes.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createEventReader(): (text: string) => readonly StreamEvent[] {
  let rest = ''
  let [event, data, id]: [string, string[], string] = ['', [], '']

  const take = (line: string): StreamEvent | undefined => {
    if (line === '') {
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

  return (text) => {
    // A carriage return at the end may be half of a line end: it waits for what follows.
    const held = text.endsWith('\r') ? '\r' : ''
    const lines = (rest + text.slice(0, text.length - held.length)).split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + held
    return lines.map(take).filter((complete) => complete !== undefined)
  }
}
