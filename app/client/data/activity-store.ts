import type { Activity } from '../../contract.ts'
import { createStore, type Store } from './store.ts'

/** An activity as it is shown: one that is on its way to the server is pending. */
export type Shown = Activity & { readonly pending?: boolean }

/** Every activity that was read, once: a like shows wherever the activity does. */
export type ActivityStore = {
  of(id: string): Shown | undefined
  readonly store: Store<ReadonlyMap<string, Shown>>
  put(activities: readonly Shown[]): void
  change(id: string, next: (was: Shown) => Shown): void
  remove(id: string): void
}

/** An empty store. */
export function createActivityStore(): ActivityStore {
  const store = createStore<ReadonlyMap<string, Shown>>(new Map())
  return {
    store,
    of: (id) => store.get().get(id),
    put: (activities) =>
      store.set((was) => new Map([...was, ...activities.map((activity) => [activity.id, activity] as const)])),
    change: (id, next) =>
      store.set((was) => {
        const known = was.get(id)
        return known ? new Map([...was, [id, next(known)]]) : was
      }),
    remove: (id) => store.set((was) => new Map([...was].filter(([each]) => each !== id))),
  }
}
