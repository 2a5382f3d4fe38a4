import type { Child, SpawnRequest } from '../processes/spawn-child.ts'

/** What the local RDS needs from the services around it. */
export interface RdsPorts {
  readonly spawn: (request: SpawnRequest) => Child
  /** Told of a directory outside of `world.home` before it is made, so that it is removed at the end. */
  readonly covers: (directory: string) => void
  readonly freePort: () => Promise<number>
  /** Makes the secret of a managed master password and gives its ARN. */
  readonly createSecret: (name: string, value: string) => string | Promise<string>
  readonly deleteSecret?: (arn: string) => void | Promise<void>
  /** A new password; injected so that tests are repeatable. */
  readonly password: () => string
}
