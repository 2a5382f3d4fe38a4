import type { Me } from '../../contract.ts'
import { useClient } from './client.ts'
import type { SessionState } from './session.ts'
import { useStore } from './store.ts'

/** Who is here. */
export const useSession = (): SessionState => useStore(useClient().session.store, (state) => state)

/** The one who is signed in, if anyone is. */
export function useMe(): Me | undefined {
  const state = useSession()
  return state.kind === 'signed-in' ? state.me : undefined
}

/** A key of the cache that is the reader's own; none while it is not known who reads. */
export const readersKey = (state: SessionState, key: string): string | undefined =>
  state.kind === 'unknown' ? undefined : `${state.kind === 'signed-in' ? state.me.id : ''}|${key}`
