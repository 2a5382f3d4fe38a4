// What every operation checks about a stack before it starts.
import { invalid } from './read-template.ts'
import type { Stack } from './stack.ts'
import { updatable } from './statuses.ts'

/** A stack or change set name, or the error AWS's own validation gives. */
export const checkName = (name: string, field: 'stackName' | 'changeSetName'): string => {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name) && name.length <= 128) return name
  throw invalid(
    `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  )
}

/** Throws for a stack that cannot be updated as it is. */
export const checkUpdatable = ({ id, status }: Stack): void => {
  if (!updatable.includes(status)) throw invalid(`Stack:${id} is in ${status} state and can not be updated.`)
}
