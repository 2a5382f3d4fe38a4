// Builds and projects as the API shows them.
// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html
import type { Shape } from '../service.ts'
import type { Build } from './build.ts'
import type { Project } from './project.ts'

const seconds = (date: Date | undefined) => (date ? date.getTime() / 1000 : undefined)

/** A project as BatchGetProjects shows it. */
export const projectShape = (project: Project): Shape => ({ ...project, badge: { badgeEnabled: false } })

/** A build as BatchGetBuilds shows it. */
export const buildShape = (build: Build, region: string): Shape => {
  const { request } = build
  const { project } = request
  const { group, stream } = build.logs
  const console = `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups`
  return {
    id: build.id,
    arn: build.arn,
    buildNumber: build.number,
    startTime: seconds(build.startTime),
    endTime: seconds(build.endTime),
    currentPhase: build.phases.at(-1)?.phaseType ?? 'SUBMITTED',
    buildStatus: build.status,
    buildComplete: build.status !== 'IN_PROGRESS',
    sourceVersion: request.sourceVersion,
    resolvedSourceVersion: request.resolvedSourceVersion,
    projectName: project.name,
    phases: build.phases.map((phase) => ({
      phaseType: phase.phaseType,
      phaseStatus: phase.phaseStatus,
      startTime: seconds(phase.startTime),
      endTime: seconds(phase.endTime),
      durationInSeconds: phase.endTime && Math.round((phase.endTime.getTime() - phase.startTime.getTime()) / 1000),
      contexts: phase.contexts,
    })),
    source: request.buildspec ? { ...project.source, buildspec: request.buildspec } : project.source,
    artifacts: { location: build.artifactLocation ?? '' },
    secondaryArtifacts: Object.keys(build.artifacts)
      .filter(Boolean)
      .map((name) => ({ artifactIdentifier: name })),
    cache: project.cache,
    environment: { ...project.environment, environmentVariables: environmentOf(build) },
    serviceRole: project.serviceRole,
    logs: {
      groupName: group,
      streamName: stream,
      deepLink: `${console}/log-group/${encodeURIComponent(group)}/log-events/${encodeURIComponent(stream)}`,
      cloudWatchLogsArn: `arn:aws:logs:${region}:${build.arn.split(':')[4]}:log-group:${group}:log-stream:${stream}`,
    },
    timeoutInMinutes: project.timeoutInMinutes,
    queuedTimeoutInMinutes: project.queuedTimeoutInMinutes,
    initiator: request.initiator ?? 'root',
    encryptionKey: project.encryptionKey,
    exportedEnvironmentVariables: build.exported,
    reportArns: build.reports.map(
      ({ group: name }) =>
        `${build.arn.replace(/:build\/.*/, '')}:report/${project.name}-${name}:${build.id.split(':')[1]}`,
    ),
  }
}

/** The variables of a build's environment: the request's replace the project's of the same name. */
const environmentOf = (build: Build) => {
  const all = [...build.request.project.environment.environmentVariables, ...(build.request.variables ?? [])]
  return [...new Map(all.map((one) => [one.name, one])).values()]
}
