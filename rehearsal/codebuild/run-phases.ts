// The four phases of a buildspec, and which of them run after a failure.
// https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
import type { BuildPhaseType } from './build.ts'
import type { Buildspec, Phase, PhaseName } from './buildspec.ts'
import type { ShellSession } from './shell-session.ts'

export interface PhaseFailure {
  readonly statusCode: string
  readonly message: string
}

export interface PhaseRun {
  readonly spec: Buildspec
  readonly session: ShellSession
  readonly signal: AbortSignal
  readonly log: (line: string) => void
  /** Called around each phase; `failure` is undefined when it succeeded. */
  readonly started: (phase: BuildPhaseType) => void
  readonly ended: (phase: BuildPhaseType, failure: PhaseFailure | undefined) => void
  /** Variables of every command besides the session's own. */
  readonly variables: (succeeding: boolean) => Readonly<Record<string, string>>
}

const types: Readonly<Record<PhaseName, BuildPhaseType>> = {
  install: 'INSTALL',
  pre_build: 'PRE_BUILD',
  build: 'BUILD',
  post_build: 'POST_BUILD',
}

const runCommands = async (commands: readonly string[], run: PhaseRun, succeeding: boolean) => {
  for (const command of commands) {
    if (run.signal.aborted) return undefined
    run.log(`[Container] Running command ${command}`)
    const status = await run.session.run(command, run.variables(succeeding), run.signal)
    if (status !== 0 && !run.signal.aborted) {
      run.log(`[Container] Command did not exit successfully ${command} exit status ${status}`)
      const message = `Error while executing command: ${command}. Reason: exit status ${status}`
      return { statusCode: 'COMMAND_EXECUTION_ERROR', message }
    }
  }
  return undefined
}

const runPhase = async (phase: Phase, run: PhaseRun, succeeding: boolean): Promise<PhaseFailure | undefined> => {
  for (let attempt = 0; ; attempt++) {
    const failure = await runCommands(phase.commands, run, succeeding)
    const last = await runCommands(phase.finally, run, succeeding && !failure)
    const failed = failure ?? last
    const { kind, retries, matching } = phase.onFailure
    if (!failed || kind !== 'retry' || attempt >= retries || !matching.test(failed.message)) return failed
    run.log(`[Container] Phase failed, retry ${attempt + 1} of ${retries}`)
  }
}

export interface PhasesOutcome {
  readonly succeeded: boolean
  /** INSTALL and PRE_BUILD failures, and an ABORT, end the build without artifacts. */
  readonly uploadsArtifacts: boolean
}

/** Runs install, pre_build, build and post_build. A failed build phase is still followed by post_build. */
export const runPhases = async (run: PhaseRun): Promise<PhasesOutcome> => {
  let succeeded = true
  for (const name of ['install', 'pre_build', 'build', 'post_build'] as const) {
    if (run.signal.aborted) return { succeeded: false, uploadsArtifacts: false }
    const phase = run.spec.phases[name]
    run.started(types[name])
    run.log(`[Container] Entering phase ${types[name]}`)
    const failure = phase && (await runPhase(phase, run, succeeded))
    run.ended(types[name], failure)
    run.log(`[Container] Phase complete: ${types[name]} State: ${failure ? 'FAILED' : 'SUCCEEDED'}`)
    if (!failure) continue
    run.log(`[Container] Phase context status code: ${failure.statusCode} Message: ${failure.message}`)
    succeeded = false
    if (phase.onFailure.kind === 'continue') continue
    if (name === 'install' || name === 'pre_build') return { succeeded, uploadsArtifacts: false }
    if (phase.onFailure.kind === 'abort') return { succeeded, uploadsArtifacts: false }
  }
  return { succeeded, uploadsArtifacts: true }
}
