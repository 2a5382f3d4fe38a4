// Moves executions through the stages of a pipeline. A stage holds one execution at a time (not in PARALLEL mode);
// who comes next waits before it, and in SUPERSEDED mode a newer one takes the place of an older one that waits.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
import { awsError } from '../service.ts'
import type { WantedRevision } from './action.ts'
import type { PipelineDeclaration, StageDeclaration } from './declaration.ts'
import { type Execution, isActive, stageAt, type Trigger } from './execution.ts'
import { runStage, type StageRun } from './run-stage.ts'

export interface Transition {
  enabled: boolean
  reason?: string
  changedAt: Date
  changedBy: string
}

interface StageState {
  holder: Execution | undefined
  readonly waiting: Execution[]
  /** The execution that entered last. */
  latest: Execution | undefined
  inbound: Transition
}

export interface StartRequest {
  readonly trigger: Trigger
  readonly variables?: Readonly<Record<string, string>>
  readonly wanted?: ReadonlyMap<string, WantedRevision>
}

export interface PipelineEngine {
  readonly declaration: () => PipelineDeclaration
  readonly update: (declaration: PipelineDeclaration) => void
  readonly executions: () => readonly Execution[]
  readonly stage: (name: string) => Readonly<StageState> | undefined
  readonly start: (request: StartRequest) => Execution
  readonly stop: (id: string, request: { abandon: boolean; reason?: string | undefined }) => Execution
  readonly retry: (id: string, stage: string, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS') => Execution
  readonly rollback: (stage: string, target: string, trigger: Trigger) => Execution
  readonly setTransition: (stage: string, transition: Omit<Transition, 'changedAt'>) => void
  /** Resolves once no execution runs; those that wait behind a disabled transition do not count. */
  readonly idle: () => Promise<void>
}

/** The engine of one pipeline. */
export const pipelineEngine = (first: PipelineDeclaration, run: StageRun): PipelineEngine => {
  const { world } = run
  const now = () => world.clock.now()
  let current = first
  const executions: Execution[] = []
  const stages = new Map<string, StageState>()
  const running = new Set<Promise<void>>()
  const stateOf = (name: string): StageState => {
    const found = stages.get(name)
    if (found) return found
    const inbound = { enabled: true, changedAt: now(), changedBy: '' }
    const made: StageState = { holder: undefined, waiting: [], latest: undefined, inbound }
    stages.set(name, made)
    return made
  }
  const say = (execution: Execution, says: string) =>
    world.notice({ from: 'codepipeline', subject: `${execution.declaration.name} ${execution.id}`, says })
  const end = (execution: Execution, status: Execution['status'], summary?: string) => {
    execution.status = status
    execution.lastUpdate = now()
    if (summary) execution.summary = summary
    say(execution, summary ? `${status}: ${summary}` : status)
    run.changed()
  }
  const isParallel = (execution: Execution) => execution.declaration.executionMode === 'PARALLEL'

  const hold = (execution: Execution, index: number, skip?: ReadonlySet<string>) => {
    const stage = stageAt(execution, index) as StageDeclaration
    const state = stateOf(stage.name)
    if (!isParallel(execution)) state.holder = execution
    state.latest = execution
    execution.position = index
    execution.status = 'InProgress'
    execution.stageStatus.set(stage.name, 'InProgress')
    const work = through(execution, index, skip).catch((error: unknown) =>
      end(execution, 'Failed', error instanceof Error ? error.message : String(error)),
    )
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  const through = async (execution: Execution, index: number, skip?: ReadonlySet<string>): Promise<void> => {
    const stage = stageAt(execution, index) as StageDeclaration
    say(execution, `stage ${stage.name} InProgress`)
    let passed = await runStage(execution, stage, run, skip)
    if (!passed && execution.status === 'InProgress' && stage.onFailure?.result === 'RETRY') {
      say(execution, `stage ${stage.name} Failed, retried once as OnFailure says`)
      const all = stage.onFailure.retryConfiguration?.retryMode === 'ALL_ACTIONS'
      passed = await runStage(execution, stage, run, all ? new Set() : succeededActions(execution, stage))
    }
    const stopping = execution.status === 'Stopping' || execution.abandon.signal.aborted
    execution.stageStatus.set(stage.name, passed ? 'Succeeded' : stopping ? 'Stopped' : 'Failed')
    say(execution, `stage ${stage.name} ${execution.stageStatus.get(stage.name)}`)
    const state = stateOf(stage.name)
    if (state.holder === execution) state.holder = undefined
    if (stopping) end(execution, 'Stopped', execution.summary)
    else if (!passed) fail(execution, stage)
    else if (execution.type === 'ROLLBACK' || index + 1 >= execution.declaration.stages.length)
      end(execution, 'Succeeded')
    else enter(execution, index + 1)
    admit(stage.name)
  }

  const fail = (execution: Execution, stage: StageDeclaration) => {
    end(execution, 'Failed')
    if (stage.onFailure?.result !== 'ROLLBACK' || execution.type === 'ROLLBACK') return
    const target = executions.findLast((one) => one !== execution && canRollBackTo(one, stage.name))
    if (!target) return say(execution, `stage ${stage.name} has no earlier success to roll back to`)
    api.rollback(stage.name, target.id, { type: 'AutomatedRollback', detail: execution.id })
  }

  const canRollBackTo = (one: Execution, stage: string) =>
    one.type === 'STANDARD' && one.stageStatus.get(stage) === 'Succeeded' && one.declaration.version === current.version

  const enter = (execution: Execution, index: number) => {
    const { name } = stageAt(execution, index) as StageDeclaration
    const state = stateOf(name)
    execution.position = index
    if (isParallel(execution) || (!state.holder && state.inbound.enabled && state.waiting.length === 0))
      return hold(execution, index)
    state.waiting.push(execution)
    if (execution.declaration.executionMode !== 'SUPERSEDED') return run.changed()
    // Between stages only the newest one waits.
    for (const older of state.waiting.splice(0, state.waiting.length - 1)) {
      end(older, 'Superseded', `superseded by ${execution.id} before stage ${name}`)
    }
    run.changed()
  }

  const admit = (name: string) => {
    const state = stateOf(name)
    if (state.holder || !state.inbound.enabled) return
    const next = state.waiting.shift()
    if (next) hold(next, next.position)
  }

  const succeededActions = (execution: Execution, stage: StageDeclaration): ReadonlySet<string> =>
    new Set(
      stage.actions
        .map((action) => action.name)
        .filter((name) => execution.actions.get(`${stage.name}/${name}`)?.status === 'Succeeded'),
    )

  const must = (id: string): Execution => {
    const found = executions.find((one) => one.id === id)
    if (!found)
      throw awsError('PipelineExecutionNotFoundException', `Could not find pipeline execution with ID '${id}'`)
    return found
  }
  const mustStage = (name: string): number => {
    const index = current.stages.findIndex((stage) => stage.name === name)
    if (index < 0)
      throw awsError('StageNotFoundException', `Pipeline '${current.name}' does not have a stage named '${name}'`)
    return index
  }

  const make = (given: Pick<Execution, 'type' | 'trigger'> & Partial<Execution>): Execution => {
    const execution: Execution = {
      id: world.id(),
      declaration: current,
      startTime: now(),
      lastUpdate: now(),
      status: 'InProgress',
      artifacts: new Map(),
      namespaces: new Map(),
      revisions: [],
      actions: new Map(),
      history: [],
      stageStatus: new Map(),
      wanted: new Map(),
      abandon: new AbortController(),
      position: 0,
      ...given,
    }
    execution.namespaces.set('codepipeline', { PipelineExecutionId: execution.id })
    executions.push(execution)
    return execution
  }

  const api: PipelineEngine = {
    declaration: () => current,
    update: (declaration) => {
      current = declaration
    },
    executions: () => executions,
    stage: (name) => stages.get(name),
    start: ({ trigger, variables = {}, wanted = new Map() }) => {
      const execution = make({ type: 'STANDARD', trigger, wanted })
      const given = current.variables.map(({ name, defaultValue }) => [name, variables[name] ?? defaultValue ?? ''])
      if (given.length) execution.namespaces.set('variables', Object.fromEntries(given))
      say(execution, `started by ${trigger.type}`)
      enter(execution, 0)
      return execution
    },
    stop: (id, { abandon, reason }) => {
      const execution = must(id)
      if (!isActive(execution)) {
        throw awsError(
          'PipelineExecutionNotStoppableException',
          `Pipeline execution ${id} is ${execution.status} and cannot be stopped`,
        )
      }
      if (reason) execution.summary = reason
      const state = stages.get(stageAt(execution, execution.position)?.name ?? '')
      const waits = state?.waiting.indexOf(execution) ?? -1
      if (waits >= 0) {
        state?.waiting.splice(waits, 1)
        end(execution, 'Stopped', reason)
        return execution
      }
      execution.status = 'Stopping'
      say(execution, 'Stopping')
      if (abandon) execution.abandon.abort('ABANDONED')
      return execution
    },
    retry: (id, stageName, mode) => {
      const execution = must(id)
      const index = mustStage(stageName)
      const stage = stageAt(execution, index)
      const status = execution.stageStatus.get(stageName)
      if (stateOf(stageName).latest !== execution && !isParallel(execution)) {
        const message = `The pipeline execution ${id} is not the latest one in stage ${stageName} and cannot be retried`
        throw awsError('NotLatestPipelineExecutionException', message)
      }
      if (
        !stage ||
        isActive(execution) ||
        (status !== 'Failed' && status !== 'Stopped') ||
        execution.abandon.signal.aborted
      ) {
        throw awsError(
          'StageNotRetryableException',
          `Stage ${stageName} is ${status ?? 'not started'} and cannot be retried`,
        )
      }
      hold(execution, index, mode === 'ALL_ACTIONS' ? new Set() : succeededActions(execution, stage))
      return execution
    },
    rollback: (stageName, targetId, trigger) => {
      const index = mustStage(stageName)
      const target = must(targetId)
      const refuse = (why: string) =>
        awsError('UnableToRollbackStageException', `Unable to roll back stage ${stageName}: ${why}`)
      if (current.executionMode === 'PARALLEL') throw refuse('the pipeline is in PARALLEL mode')
      if (index === 0) throw refuse('it is the source stage')
      if (target.declaration.version !== current.version) {
        throw awsError('PipelineExecutionOutdatedException', `The pipeline has changed since execution ${targetId}`)
      }
      if (!canRollBackTo(target, stageName)) throw refuse(`execution ${targetId} did not succeed in it`)
      const execution = make({
        type: 'ROLLBACK',
        trigger,
        rollbackTarget: targetId,
        artifacts: new Map(target.artifacts),
        namespaces: new Map(target.namespaces),
        revisions: [...target.revisions],
        position: index,
      })
      say(execution, `rolls stage ${stageName} back to ${targetId}`)
      enter(execution, index)
      return execution
    },
    setTransition: (stageName, transition) => {
      mustStage(stageName)
      stateOf(stageName).inbound = { ...transition, changedAt: now() }
      const says = `transition into ${stageName} ${transition.enabled ? 'enabled' : 'disabled'}`
      world.notice({ from: 'codepipeline', subject: current.name, says })
      if (transition.enabled) admit(stageName)
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
  return api
}
