/** A place in the feed: the instant an activity was made, in microseconds since 1970 (a JavaScript Date has only milliseconds), and its id. */
export type Cursor = { readonly micros: string; readonly id: string }

const pattern = /^(\d{1,16})\.([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/

/** A cursor as opaque text that is safe in a URL. */
export const printCursor = ({ micros, id }: Cursor): string => Buffer.from(`${micros}.${id}`).toString('base64url')

/** The cursor of a text that `printCursor` gave, undefined for any other. */
export function parseCursor(text: string): Cursor | undefined {
  const [, micros, id] = pattern.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  return micros === undefined || id === undefined ? undefined : { micros, id }
}
