import { type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { Use } from './store.ts'

/** An IAM user for a program outside AWS that cannot assume a role. Whatever can take a role should. */
export interface MachineUser {
  readonly kind: 'machine-user'
  readonly name: Name<'machine-user'>
  /** What it may do. */
  readonly uses: readonly Use[]
}

/**
 * A machine user: it may do exactly what it uses. Its access keys are made by hand and reach no task.
 * @example machineUser('reporting', { uses: [messages.read()] })
 */
export const machineUser = (id: string, given: { readonly uses: readonly Use[] }): MachineUser =>
  placed({ kind: 'machine-user', name: name<'machine-user'>(id), uses: given?.uses ?? [] }, machineUser)
