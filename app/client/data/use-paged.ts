import { useState } from 'react'
import { useClient } from './client.ts'
import { joinedPages, type Page, renewedPage } from './page.ts'
import type { Refusal } from './refusal.ts'
import { useResource } from './use-resource.ts'

/** A list as a component shows it. */
export type Paged<T> = {
  readonly key: string | undefined
  /** Nothing is known yet while undefined. */
  readonly items: readonly T[] | undefined
  readonly loading: boolean
  readonly error: Refusal | undefined
  readonly hasMore: boolean
  readonly older: 'ready' | 'loading' | 'failed'
  more(): void
  reload(): void
}

/** How a page is read: the newest one, or the one before a cursor. */
export type ReadPage<T> = (asking: { before: string | undefined; signal: AbortSignal }) => Promise<Page<T>>

/** A list read page by page. */
export function usePaged<T>(name: string | undefined, read: ReadPage<T>, idOf: (item: T) => string): Paged<T> {
  const { cache } = useClient()
  const [older, setOlder] = useState<Paged<T>['older']>('ready')
  const { key, data, error, loading, reload } = useResource<Page<T>>(name, async (signal, was) =>
    renewedPage(was as Page<T> | undefined, await read({ before: undefined, signal }), idOf),
  )
  const more = (): void => {
    if (!data?.next || key === undefined || older === 'loading') return
    const at = data.next
    setOlder('loading')
    read({ before: at, signal: AbortSignal.timeout(20_000) }).then(
      (page) => {
        cache.change<Page<T>>(key, (known) => (known.next === at ? joinedPages(known, page, idOf) : known))
        setOlder('ready')
      },
      () => setOlder('failed'),
    )
  }
  return { key, items: data?.items, loading, error, hasMore: Boolean(data?.next), older, more, reload }
}
