import { createStore, type Store } from './store.ts'

/** A short word at the edge of the page. */
export type Toast = { readonly id: number; readonly text: string }

/** The words shown now, and how to say one. */
export type Toasts = { readonly store: Store<readonly Toast[]>; say(text: string): void; end(id: number): void }

/** No words yet. */
export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>([])
  let last = 0
  return {
    store,
    say: (text) => store.set((was) => [...was.slice(-2), { id: ++last, text }]),
    end: (id) => store.set((was) => was.filter((toast) => toast.id !== id)),
  }
}
