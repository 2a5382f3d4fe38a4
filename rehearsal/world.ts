// What all local services share: who and where we are, the time, a place on disk, and how to say what happens.
import type { Clock } from './clock.ts'

/** Something a person following the rehearsal wants to see; services never print. */
export interface Notice {
  readonly at: Date
  /** The service that says it: `ecs`, `codebuild`, `codepipeline`… */
  readonly from: string
  /** What it is about: a build id, a task, a stage. */
  readonly subject: string
  readonly says: string
}

/** The surroundings of the local AWS, handed to every service. */
export interface World {
  readonly account: string
  readonly region: string
  readonly clock: Clock
  /** An empty directory of its own: everything the local AWS writes is below it, and it is removed at the end. */
  readonly home: string
  /** The URL of this endpoint, `http://127.0.0.1:4566`; known once the server listens. */
  readonly endpoint: () => string
  /** The environment that child processes start from. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly notice: (notice: Omit<Notice, 'at'>) => void
  /** A fresh identifier (a UUID); injected so that tests are repeatable. */
  readonly id: () => string
  /** Aborted when the local AWS stops. */
  readonly signal: AbortSignal
}
