import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { BatchGetBuildsCommand, CodeBuildClient, type CodeBuildClientConfig } from '@aws-sdk/client-codebuild'
import {
  type ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline'
import type { ActionState, Execution, Executions } from './cloud.ts'
import { asking, isMissing } from './faults.ts'
import { sayingUnreachable } from './reachable.ts'

const actionOf = (detail: ActionExecutionDetail): ActionState => ({
  id: detail.actionExecutionId ?? '',
  stage: detail.stageName ?? '',
  action: detail.actionName ?? '',
  provider: detail.input?.actionTypeId?.provider ?? '',
  status: detail.status ?? 'InProgress',
  ...(detail.startTime && { startedAt: detail.startTime }),
  ...(detail.lastUpdateTime && { endedAt: detail.lastUpdateTime }),
  ...(detail.output?.executionResult?.externalExecutionId && {
    externalId: detail.output.executionResult.externalExecutionId,
  }),
  ...(detail.output?.executionResult?.externalExecutionSummary && {
    summary: detail.output.executionResult.externalExecutionSummary,
  }),
})

const latest = async (client: CodePipelineClient, pipelineName: string): Promise<Execution | undefined> => {
  const found = await client.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 1 }))
  const first = found.pipelineExecutionSummaries?.[0]
  return first?.pipelineExecutionId
    ? {
        id: first.pipelineExecutionId,
        status: first.status ?? 'InProgress',
        ...(first.sourceRevisions?.[0]?.revisionId && { revision: first.sourceRevisions[0].revisionId }),
      }
    : undefined
}

const observe = async (client: CodePipelineClient, pipelineName: string, id: string): Promise<Execution> => {
  const { pipelineExecution: found } = await client.send(
    new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId: id }),
  )
  const revision = found?.artifactRevisions?.[0]
  return {
    id,
    status: found?.status ?? 'InProgress',
    ...(revision?.revisionId && { revision: revision.revisionId }),
    ...(revision?.revisionSummary && { summary: revision.revisionSummary }),
  }
}

const actions = async (
  client: CodePipelineClient,
  pipelineName: string,
  id: string,
): Promise<readonly ActionState[]> => {
  const found: ActionState[] = []
  let nextToken: string | undefined
  do {
    const page = await client.send(
      new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId: id }, nextToken }),
    )
    found.push(...(page.actionExecutionDetails ?? []).map(actionOf))
    nextToken = page.nextToken
  } while (nextToken)
  return found.reverse() // newest first on the wire
}

type Where = { readonly logGroupName: string; readonly logStreamName: string }

const whereLogsAre = async (client: CodeBuildClient, buildId: string): Promise<Where | undefined> => {
  const logs = (await client.send(new BatchGetBuildsCommand({ ids: [buildId] }))).builds?.[0]?.logs
  return logs?.groupName && logs.streamName
    ? { logGroupName: logs.groupName, logStreamName: logs.streamName }
    : undefined
}

/** CodePipeline and CodeBuild through the SDK. */
export const executionsOf = (config: CodeBuildClientConfig): Executions => {
  const pipelines = sayingUnreachable(new CodePipelineClient(config), config.endpoint)
  const builds = sayingUnreachable(new CodeBuildClient(config), config.endpoint)
  const logs = sayingUnreachable(new CloudWatchLogsClient(config), config.endpoint)
  const where = new Map<string, Where>()
  return {
    latest: (name) => asking(`codepipeline:ListPipelineExecutions ${name}`, () => latest(pipelines, name)),
    observe: (name, id) => asking(`codepipeline:GetPipelineExecution ${name}`, () => observe(pipelines, name, id)),
    actions: (name, id) => asking(`codepipeline:ListActionExecutions ${name}`, () => actions(pipelines, name, id)),
    buildLog: (buildId, token) =>
      asking(`logs:GetLogEvents of build ${buildId}`, async () => {
        const at = where.get(buildId) ?? (await whereLogsAre(builds, buildId))
        if (!at) return { lines: [], ...(token && { token }) }
        where.set(buildId, at)
        try {
          const page = await logs.send(new GetLogEventsCommand({ ...at, startFromHead: true, nextToken: token }))
          const next = page.nextForwardToken ?? token
          return {
            lines: (page.events ?? []).map((event) => (event.message ?? '').replace(/\n$/, '')),
            ...(next && { token: next }),
          }
        } catch (error) {
          if (isMissing(error)) return { lines: [], ...(token && { token }) }
          throw error
        }
      }),
  }
}
