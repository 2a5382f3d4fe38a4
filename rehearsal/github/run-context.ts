import type { Clock } from '../clock.ts'
import type { Child, SpawnRequest } from '../processes/spawn-child.ts'
import type { LocalGitHub } from './local-github.ts'
import type { GitHubEvent, Repository } from './run-identity.ts'

/** What a person following the run wants to see. */
export interface RunNotice {
  readonly from: 'github'
  /** The workflow and its job: `Preview / preview-production`. */
  readonly subject: string
  readonly says: string
}

/** Everything a run is given: nothing is read from the surroundings. */
export interface RunGiven {
  readonly file: { readonly path: string; readonly text: string }
  readonly event: GitHubEvent
  readonly repository: Repository
  readonly ref: string
  readonly sha: string
  readonly actor?: string
  readonly github: LocalGitHub
  /** A directory of its own: workspaces and artifacts of the run are below it. */
  readonly home: string
  /**
   * The environment steps start from: PATH, AWS_ENDPOINT_URL, the marker of the rehearsal… Credentials of AWS and
   * variables of another runner are taken out.
   */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Directories in front of PATH. */
  readonly path?: readonly string[]
  readonly clock: Clock
  readonly id: () => string
  readonly notice: (notice: RunNotice) => void
  readonly spawn: (request: SpawnRequest) => Child
  readonly signal: AbortSignal
}

/** How a step, a job or a run ended. */
export type Result = 'success' | 'failure' | 'cancelled' | 'skipped'
