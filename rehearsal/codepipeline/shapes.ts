// Executions, actions and stages as the API shows them.
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
import type { Shape } from '../service.ts'
import type { PipelineEngine } from './engine.ts'
import type { ActionExecution, Execution } from './execution.ts'

export const seconds = (date: Date): number => date.getTime() / 1000

const revisionsOf = (execution: Execution) =>
  execution.revisions.map(({ action, id, summary, url }) => ({
    actionName: action,
    revisionId: id,
    revisionSummary: summary,
    revisionUrl: url,
  }))

const common = (execution: Execution): Shape => ({
  pipelineExecutionId: execution.id,
  status: execution.status,
  ...(execution.summary ? { statusSummary: execution.summary } : {}),
  trigger: { triggerType: execution.trigger.type, triggerDetail: execution.trigger.detail },
  executionMode: execution.declaration.executionMode,
  executionType: execution.type,
  ...(execution.rollbackTarget
    ? { rollbackMetadata: { rollbackTargetPipelineExecutionId: execution.rollbackTarget } }
    : {}),
})

/** An execution as GetPipelineExecution shows it. */
export const executionShape = (execution: Execution): Shape => ({
  ...common(execution),
  pipelineName: execution.declaration.name,
  pipelineVersion: execution.declaration.version,
  artifactRevisions: revisionsOf(execution).map(({ actionName, ...rest }) => ({ name: actionName, ...rest })),
  variables: Object.entries(execution.namespaces.get('variables') ?? {}).map(([name, resolvedValue]) => ({
    name,
    resolvedValue,
  })),
})

/** An execution as ListPipelineExecutions shows it. */
export const executionSummary = (execution: Execution): Shape => ({
  ...common(execution),
  startTime: seconds(execution.startTime),
  lastUpdateTime: seconds(execution.lastUpdate),
  sourceRevisions: revisionsOf(execution),
})

/** An action run as ListActionExecutions shows it. */
export const actionDetail = (execution: Execution, one: ActionExecution): Shape => {
  const declared = execution.declaration.stages
    .find((stage) => stage.name === one.stage)
    ?.actions.find((action) => action.name === one.action)
  const located = (names: readonly string[]) =>
    names.flatMap((name) => {
      const stored = execution.artifacts.get(name)
      return stored ? [{ name, s3location: { bucket: stored.bucket, key: stored.key } }] : []
    })
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: one.id,
    pipelineVersion: execution.declaration.version,
    stageName: one.stage,
    actionName: one.action,
    startTime: seconds(one.startTime),
    lastUpdateTime: seconds(one.lastUpdate),
    status: one.status,
    input: {
      actionTypeId: declared?.actionTypeId,
      configuration: declared?.configuration,
      resolvedConfiguration: one.configuration,
      region: declared?.region,
      inputArtifacts: located(one.inputs),
      namespace: declared?.namespace,
    },
    output: {
      outputArtifacts: located(one.outputs),
      executionResult: {
        externalExecutionId: one.shown.externalExecutionId,
        externalExecutionSummary: one.shown.summary,
        externalExecutionUrl: one.shown.externalExecutionUrl,
        ...(one.error ? { errorDetails: one.error } : {}),
      },
      outputVariables: one.variables,
    },
  }
}

const actionState = (one: ActionExecution | undefined): Shape => {
  if (!one) return {}
  const { summary, token, externalExecutionId, externalExecutionUrl } = one.shown
  return {
    ...(one.revision
      ? {
          currentRevision: { revisionId: one.revision.id, created: seconds(one.lastUpdate) },
          revisionUrl: one.revision.url,
        }
      : {}),
    latestExecution: {
      actionExecutionId: one.id,
      status: one.status,
      summary,
      lastStatusChange: seconds(one.lastUpdate),
      ...(one.status === 'InProgress' ? { token } : {}),
      externalExecutionId,
      externalExecutionUrl,
      ...(one.error ? { errorDetails: one.error } : {}),
    },
  }
}

/** A pipeline as GetPipelineState shows it. */
export const stateShape = (engine: PipelineEngine, times: { created: Date; updated: Date }): Shape => {
  const declaration = engine.declaration()
  return {
    pipelineName: declaration.name,
    pipelineVersion: declaration.version,
    created: seconds(times.created),
    updated: seconds(times.updated),
    stageStates: declaration.stages.map((stage) => {
      const state = engine.stage(stage.name)
      const latest = state?.latest
      const inbound =
        state?.waiting.map((one) => ({ pipelineExecutionId: one.id, status: one.status, type: one.type })) ?? []
      return {
        stageName: stage.name,
        ...(inbound.length ? { inboundExecution: inbound.at(-1), inboundExecutions: inbound } : {}),
        inboundTransitionState: {
          enabled: state?.inbound.enabled ?? true,
          ...(state?.inbound.changedBy
            ? { lastChangedBy: state.inbound.changedBy, lastChangedAt: seconds(state.inbound.changedAt) }
            : {}),
          ...(state?.inbound.reason ? { disabledReason: state.inbound.reason } : {}),
        },
        actionStates: stage.actions.map((action) => ({
          actionName: action.name,
          ...actionState(latest?.actions.get(`${stage.name}/${action.name}`)),
        })),
        ...(latest
          ? {
              latestExecution: {
                pipelineExecutionId: latest.id,
                status: latest.stageStatus.get(stage.name),
                type: latest.type,
              },
            }
          : {}),
      }
    }),
  }
}
