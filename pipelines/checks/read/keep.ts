import type { Text } from './text.ts'

// Whoever compares has a version or two of a file; whoever edits comes back to the one before.
const versions = 4

/**
 * Reads files as `read` does, and keeps what the last of them hold: whoever checks again, in an editor or for another
 * version of a delivery, has changed few of them. Kept are some versions of each of so many paths.
 */
export const keepLast = <T>(many: number, read: (file: Text) => T): ((file: Text) => T) => {
  const kept = new Map<string, Map<string, T>>()
  return ({ path, text }) => {
    const own = kept.get(path) ?? new Map<string, T>()
    const value = own.has(text) ? (own.get(text) as T) : read({ path, text })
    putLast(own, text, value, versions)
    putLast(kept, path, own, many)
    return value
  }
}

// The last one asked for comes last; the first one goes.
const putLast = <T>(kept: Map<string, T>, key: string, value: T, many: number): void => {
  kept.delete(key)
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > many && oldest !== undefined) kept.delete(oldest)
}
