import { useSyncExternalStore } from 'react'

/** A value that can be watched. */
export type Store<T> = {
  get(): T
  set(next: (was: T) => T): void
  subscribe(listener: () => void): () => void
}

/** A store that holds `value`; whoever listens is told when it becomes another one. */
export function createStore<T>(value: T): Store<T> {
  let current = value
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set: (next) => {
      const was = current
      current = next(was)
      if (current !== was) for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The part of a store that `select` picks; the component renders again when that part changes. */
export const useStore = <T, Part>(store: Store<T>, select: (value: T) => Part): Part =>
  useSyncExternalStore(store.subscribe, () => select(store.get()))
