/** An activity's place in a feed; the activity itself is in the activity store. */
export type FeedItem = { readonly id: string; readonly repostedAt: string | null }
