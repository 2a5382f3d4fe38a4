import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether any user may pass through a folder and all those above it. */
export function isOpenToAll(folder: string): boolean {
  const parent = dirname(folder)
  const open = (statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 0o001
  return open !== 0 && (parent === folder || isOpenToAll(parent))
}
