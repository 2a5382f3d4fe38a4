import type { Delivery, Environment } from '#model'
import type { Cloud } from '#pipelines/cloud/cloud.ts'
import type { Machine } from '#rehearsal/machine.ts'
import type { Git, Repository } from './git.ts'
import type { Screen } from './screen.ts'

/** What the releases of a rehearsal work with. */
export interface Rehearsing {
  /** The folder of the repository that is rehearsed. */
  readonly root: string
  readonly cloud: Cloud
  readonly delivery: Delivery
  readonly environment: Environment
  readonly screen: Screen
  readonly machine: Machine
  readonly git: Git
  readonly repository: Repository
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of the changes that are merged. */
  readonly patches: string
}
