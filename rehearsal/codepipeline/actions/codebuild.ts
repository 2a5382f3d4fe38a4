// The CodeBuild action, and the Commands action that runs like a build without a project.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html and action-reference-Commands.html
import { type Build, type BuildRequest, type BuildSource, failureOf } from '../../codebuild/build.ts'
import type { EnvironmentVariable, Project } from '../../codebuild/project.ts'
import { type ActionInput, type ActionJob, type ActionOutcome, type ActionProvider, failed } from '../action.ts'
import type { CodePipelinePorts } from '../ports.ts'
import type { CloneReference } from './source.ts'

const sourceOf = ({ name, bytes }: ActionInput): BuildSource => {
  // A zip begins with "PK"; a clone reference is JSON.
  if (bytes[0] !== 0x7b) return { kind: 'zip', name, bytes }
  const { cloneRef } = JSON.parse(Buffer.from(bytes).toString()) as CloneReference
  return { kind: 'git', name, ...cloneRef }
}

const primaryFirst = (inputs: readonly ActionInput[], primary: string | undefined): readonly ActionInput[] => {
  const first = inputs.find((input) => input.name === primary)
  return first ? [first, ...inputs.filter((input) => input !== first)] : inputs
}

const outputsOf = ({ action }: ActionJob, build: Build): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(
    action.outputArtifacts.flatMap(({ name }, index) => {
      // With one output it is the primary artifact; with several, each is the artifact of its name.
      const bytes = build.artifacts[name] ?? (index === 0 ? build.artifacts[''] : undefined)
      return bytes ? [[name, bytes]] : []
    }),
  )

const runBuildAction = async (
  job: ActionJob,
  ports: CodePipelinePorts,
  request: Partial<BuildRequest> & { project: Project },
): Promise<ActionOutcome> => {
  const codebuild = ports.codebuild as NonNullable<CodePipelinePorts['codebuild']>
  const revision = job.sourceRevision
  const running = codebuild.start({
    sources: primaryFirst(job.inputs, job.configuration.PrimarySource).map(sourceOf),
    initiator: `codepipeline/${job.pipeline}`,
    artifactsTo: 'caller',
    ...(revision ? { sourceVersion: revision, resolvedSourceVersion: revision } : {}),
    ...request,
  })
  const { id } = running.build
  job.progress({
    externalExecutionId: id,
    externalExecutionUrl: `https://console.aws.amazon.com/codebuild/home#/builds/${id}/view/new`,
  })
  job.signal.addEventListener('abort', running.stop)
  const build = await running.finished
  job.signal.removeEventListener('abort', running.stop)
  const variables = Object.fromEntries(build.exported.map(({ name, value }) => [name, value]))
  if (build.status === 'SUCCEEDED') return { status: 'Succeeded', outputs: outputsOf(job, build), variables }
  return { ...failed(failureOf(build)), variables }
}

const variablesOf = (text: string | undefined): readonly EnvironmentVariable[] => {
  if (!text) return []
  const parsed: unknown = JSON.parse(text)
  if (Array.isArray(parsed)) return parsed as EnvironmentVariable[]
  throw new Error('EnvironmentVariables is not a JSON list of {"name", "value", "type"}')
}

/** The provider CodeBuild. */
export const codebuildAction =
  (ports: CodePipelinePorts): ActionProvider =>
  async (job) => {
    const { ProjectName = '', EnvironmentVariables, BatchEnabled } = job.configuration
    const project = ports.codebuild?.project(ProjectName)
    if (!project)
      return failed(`Error calling startBuild: Project cannot be found: ${ProjectName}`, 'ConfigurationError')
    if (BatchEnabled === 'true')
      return failed('Batch builds are not known to the local CodeBuild', 'ConfigurationError')
    return runBuildAction(job, ports, { project, variables: variablesOf(EnvironmentVariables) })
  }

/** The provider Commands: shell commands in a build environment of CodePipeline's own. */
export const commandsAction =
  (ports: CodePipelinePorts): ActionProvider =>
  async (job) => {
    const { action, configuration } = job
    const { codebuild } = ports
    if (!codebuild) return failed('There is no local CodeBuild to run commands', 'ConfigurationError')
    const commands = action.commands ?? (configuration.Commands ?? '').split('\n').filter(Boolean)
    const exported = action.outputVariables ?? (configuration.OutputVariables ?? '').split(/[\s,]+/).filter(Boolean)
    const files = action.outputArtifacts.flatMap((one) => one.files ?? [])
    const buildspec = {
      version: '0.2',
      env: { 'exported-variables': exported },
      phases: { build: { commands: commands.map(job.resolve) } },
      ...(files.length ? { artifacts: { files } } : {}),
    }
    const given = action.environmentVariables ?? variablesOf(configuration.EnvironmentVariables)
    const variables = given.map((one) => ({ ...one, value: job.resolve(one.value) }))
    const project = codebuild.inlineProject(`${job.pipeline}-${job.stage}-${action.name}`, {
      logsConfig: { cloudWatchLogs: { groupName: `/aws/codepipeline/${job.pipeline}` } },
      timeoutInMinutes: action.timeoutInMinutes ?? 60,
    })
    return runBuildAction(job, ports, { project, variables, buildspec: JSON.stringify(buildspec, null, 1) })
  }
