/** A list that is read page by page, newest first; `next` leads to older items. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

/** Each item once, by its id, the first one kept. */
export const unique = <T>(items: readonly T[], idOf: (item: T) => string): readonly T[] => {
  const seen = new Set<string>()
  return items.filter((item) => !seen.has(idOf(item)) && seen.add(idOf(item)))
}

/** The newest page over what was known: older items stay when the two touch, and go when there is a gap between them. */
export function renewedPage<T>(known: Page<T> | undefined, newest: Page<T>, idOf: (item: T) => string): Page<T> {
  const last = newest.items.at(-1)
  const at = last && known ? known.items.findIndex((item) => idOf(item) === idOf(last)) : -1
  if (!known || at < 0) return newest
  return { items: unique([...newest.items, ...known.items.slice(at + 1)], idOf), next: known.next }
}

/** A page and the older one after it. */
export const joinedPages = <T>(known: Page<T>, older: Page<T>, idOf: (item: T) => string): Page<T> => ({
  items: unique([...known.items, ...older.items], idOf),
  next: older.next,
})

/** A page with an item more, at its top. */
export const withItem = <T>(page: Page<T>, item: T, idOf: (item: T) => string): Page<T> => ({
  ...page,
  items: unique([item, ...page.items], idOf),
})
