// CodePipeline over the wire.
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Operations.html
import { awsError, type Operation, type Shape } from '../service.ts'
import type { WantedRevision } from './action.ts'
import type { Approvals } from './actions/approval.ts'
import type { PipelineEngine } from './engine.ts'
import { actionDetail, executionShape, executionSummary, seconds, stateShape } from './shapes.ts'

export interface KnownPipeline {
  readonly engine: PipelineEngine
  readonly arn: string
  readonly created: Date
  updated: Date
}

export interface CodePipelineState {
  readonly pipelines: ReadonlyMap<string, KnownPipeline>
  readonly approvals: Approvals
  readonly now: () => Date
  readonly create: (declaration: Shape) => KnownPipeline
  readonly update: (declaration: Shape) => KnownPipeline
  readonly remove: (name: string) => void
}

const pageOf = (all: readonly Shape[], input: Shape) => {
  const size = Number(input.maxResults ?? 100)
  const from = Number(input.nextToken ?? 0)
  return { page: all.slice(from, from + size), ...(from + size < all.length ? { nextToken: String(from + size) } : {}) }
}

const wantedOf = (overrides: readonly Shape[] = []): ReadonlyMap<string, WantedRevision> =>
  new Map(overrides.map((one) => [String(one.actionName), { commit: String(one.revisionValue) }]))

const declaredShape = ({ engine, arn, created, updated }: KnownPipeline): Shape => ({
  pipeline: engine.declaration(),
  metadata: { pipelineArn: arn, created: seconds(created), updated: seconds(updated) },
})

/** The operations of the CodePipeline service. */
export const codepipelineOperations = (state: CodePipelineState): Readonly<Record<string, Operation>> => {
  const must = (name: unknown): KnownPipeline => {
    const found = state.pipelines.get(String(name))
    if (found) return found
    throw awsError('PipelineNotFoundException', `Account does not have a pipeline with name '${name}'`)
  }
  const execution = (input: Shape) => {
    const found = must(input.pipelineName)
      .engine.executions()
      .find((one) => one.id === input.pipelineExecutionId)
    if (found) return found
    const message = `Could not find pipeline execution with ID '${input.pipelineExecutionId}'`
    throw awsError('PipelineExecutionNotFoundException', message)
  }
  return {
    CreatePipeline: ({ pipeline }) => ({ pipeline: state.create(pipeline).engine.declaration() }),
    UpdatePipeline: ({ pipeline }) => {
      must(pipeline.name)
      return { pipeline: state.update(pipeline).engine.declaration() }
    },
    DeletePipeline: ({ name }) => {
      state.remove(String(name))
      return {}
    },
    GetPipeline: ({ name }) => declaredShape(must(name)),
    ListPipelines: () => ({
      pipelines: [...state.pipelines.values()].map(({ engine, created, updated }) => {
        const { name, version, pipelineType, executionMode } = engine.declaration()
        return { name, version, pipelineType, executionMode, created: seconds(created), updated: seconds(updated) }
      }),
    }),
    StartPipelineExecution: ({ name, variables = [], sourceRevisions }, call) => {
      const { id } = must(name).engine.start({
        trigger: { type: 'StartPipelineExecution', detail: call.principal },
        variables: Object.fromEntries(variables.map((one: Shape) => [one.name, one.value])),
        wanted: wantedOf(sourceRevisions),
      })
      return { pipelineExecutionId: id }
    },
    StopPipelineExecution: ({ pipelineName, pipelineExecutionId, abandon, reason }) => {
      must(pipelineName).engine.stop(String(pipelineExecutionId), { abandon: abandon === true, reason })
      return { pipelineExecutionId }
    },
    RetryStageExecution: ({ pipelineName, stageName, pipelineExecutionId, retryMode }) => {
      must(pipelineName).engine.retry(String(pipelineExecutionId), String(stageName), retryMode)
      return { pipelineExecutionId }
    },
    RollbackStage: ({ pipelineName, stageName, targetPipelineExecutionId }, call) => {
      const trigger = { type: 'ManualRollback', detail: call.principal }
      const { id } = must(pipelineName).engine.rollback(String(stageName), String(targetPipelineExecutionId), trigger)
      return { pipelineExecutionId: id }
    },
    GetPipelineState: ({ name }) => stateShape(must(name).engine, must(name)),
    GetPipelineExecution: (input) => ({ pipelineExecution: executionShape(execution(input)) }),
    ListPipelineExecutions: (input) => {
      const all = [...must(input.pipelineName).engine.executions()].reverse().map(executionSummary)
      const { page, ...rest } = pageOf(all, input)
      return { pipelineExecutionSummaries: page, ...rest }
    },
    ListActionExecutions: (input) => {
      const { engine } = must(input.pipelineName)
      const only = input.filter?.pipelineExecutionId
      const all = [...engine.executions()]
        .filter((one) => !only || one.id === only)
        .reverse()
        .flatMap((one) => [...one.history].reverse().map((action) => actionDetail(one, action)))
      const { page, ...rest } = pageOf(all, input)
      return { actionExecutionDetails: page, ...rest }
    },
    PutApprovalResult: ({ pipelineName, stageName, actionName, token, result }) => {
      const waiting = must(pipelineName)
        .engine.executions()
        .map((one) => one.actions.get(`${stageName}/${actionName}`))
        .find((one) => one?.shown.token === token)
      if (!waiting) throw awsError('InvalidApprovalTokenException', 'The approval token is not valid')
      const answer = { status: String(result?.status), summary: String(result?.summary ?? '') }
      if (!state.approvals.answer(String(token), answer)) {
        throw awsError('ApprovalAlreadyCompletedException', 'The approval has been completed already')
      }
      return { approvedAt: seconds(state.now()) }
    },
    EnableStageTransition: ({ pipelineName, stageName }, call) => {
      must(pipelineName).engine.setTransition(String(stageName), { enabled: true, changedBy: call.principal })
      return {}
    },
    DisableStageTransition: ({ pipelineName, stageName, reason }, call) => {
      must(pipelineName).engine.setTransition(String(stageName), { enabled: false, changedBy: call.principal, reason })
      return {}
    },
  }
}
