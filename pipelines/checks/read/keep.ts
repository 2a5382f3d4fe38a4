import type { Text } from './text.ts'

/**
 * Reads files as `read` does, and keeps what the last of them hold: whoever checks again, in an editor or for another
 * version of a delivery, has changed few of them.
 */
export const keepLast = <T>(many: number, read: (file: Text) => T): ((file: Text) => T) => {
  const kept = new Map<string, T>()
  return ({ path, text }) => {
    const key = `${path}\n${text}`
    const known = kept.get(key)
    const value = known ?? read({ path, text })
    // The last one asked for comes last; the first one goes.
    kept.delete(key)
    kept.set(key, value)
    const [oldest] = kept.keys()
    if (kept.size > many && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
