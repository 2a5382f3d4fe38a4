/** A place in the order of the events: the transaction that told of one, and its number. */
export type Position = { readonly xid: bigint; readonly id: bigint }

/** A position as text: the id of a server-sent event. */
export const printPosition = ({ xid, id }: Position): string => `${xid}-${id}`

/** The position of a text that `printPosition` gave, undefined for any other. */
export function parsePosition(text: string): Position | undefined {
  const [, xid, id] = /^(\d{1,19})-(\d{1,18})$/.exec(text) ?? []
  return xid === undefined || id === undefined ? undefined : { xid: BigInt(xid), id: BigInt(id) }
}

/** Whether one position comes after another. */
export const isAfter = (one: Position, other: Position): boolean =>
  one.xid > other.xid || (one.xid === other.xid && one.id > other.id)
