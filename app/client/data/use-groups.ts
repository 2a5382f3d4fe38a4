import { type MessageGroup, type MessageGroups, routes } from '../../contract.ts'
import { useClient } from './client.ts'
import { names } from './names.ts'
import { type Paged, usePaged } from './use-paged.ts'

/** The conversations of the reader, and how many messages in them are not read. */
export function useGroups(active: boolean): Paged<MessageGroup> & { readonly unread: number } {
  const client = useClient()
  const groups = usePaged<MessageGroup>(
    active ? names.groups : undefined,
    async ({ before, signal }) => {
      const page = await client.ask<MessageGroups>(routes.groups, { query: { before }, signal })
      return { items: page.groups, next: page.next }
    },
    ({ id }) => id,
  )
  return { ...groups, unread: (groups.items ?? []).reduce((sum, { unread }) => sum + unread, 0) }
}
