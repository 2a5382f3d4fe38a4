import type { Child, Exit, SpawnRequest } from '../processes/spawn-child.ts'
import type { Places } from './job-env.ts'
import type { Admission } from './local-github.ts'
import type { JobIdentity, Repository } from './run-identity.ts'
import type { Annotation } from './workflow-commands.ts'

/** A running job: what its steps have said, set and hidden so far. */
export interface JobState {
  readonly identity: JobIdentity
  readonly repository: Repository
  readonly admission: Admission
  readonly places: Places
  /** What steps find in their environment; grows by GITHUB_ENV and GITHUB_PATH. */
  readonly env: Record<string, string>
  readonly masks: Set<string>
  readonly annotations: Annotation[]
  /** The Markdown of the job's summary. */
  summary: string
  readonly say: (text: string) => void
  readonly run: (
    request: Omit<SpawnRequest, 'env'> & { readonly env: Readonly<Record<string, string>> },
  ) => Promise<Exit>
  readonly signal: AbortSignal
}

/** Runs a child to its end, or ends it when the job is cancelled: SIGINT, then SIGKILL. */
export const runChild = async (
  spawn: (request: SpawnRequest) => Child,
  request: SpawnRequest,
  signal: AbortSignal,
): Promise<Exit> => {
  const child = spawn({ ...request, stopSignal: 'SIGINT' })
  const stop = () => void child.stop(2_000)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  const exit = await child.exited
  signal.removeEventListener('abort', stop)
  if (exit.error) throw exit.error
  return exit
}

/** A text without what must not be seen. */
export const masked = (text: string, masks: ReadonlySet<string>): string => {
  let shown = text
  for (const mask of masks) if (mask !== '') shown = shown.replaceAll(mask, '***')
  return shown
}
