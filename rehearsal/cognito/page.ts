import { createHash } from 'node:crypto'
import { invalidParameter } from './refusals.ts'

/** One page of a list, and the token of the next. */
export const pageOf = <Item>(
  items: readonly Item[],
  { token, limit, most }: { readonly token: unknown; readonly limit: unknown; readonly most: number },
): { readonly items: readonly Item[]; readonly next: string | undefined } => {
  const size = Number(limit ?? most)
  if (!(size >= 0 && size <= most)) throw invalidParameter(`Limit must be between 0 and ${most}.`)
  const from = token === undefined ? 0 : positionOf(String(token))
  const end = from + size
  return { items: items.slice(from, end), next: size && end < items.length ? tokenOf(end) : undefined }
}

const tokenOf = (position: number): string =>
  Buffer.from(`${position}.${createHash('sha256').update(`page ${position}`).digest('hex')}`).toString('base64')

const positionOf = (token: string): number => {
  const position = Number(Buffer.from(token, 'base64').toString('utf8').split('.')[0])
  if (Number.isInteger(position) && tokenOf(position) === token) return position
  throw invalidParameter('Invalid pagination token.')
}
