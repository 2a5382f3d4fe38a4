// The local CodeBuild: projects are remembered, builds really run.
import { type AwsError, awsError, type ResourceProvider, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { Build, BuildRequest } from './build.ts'
import { buildShape, projectShape } from './build-shape.ts'
import type { CodeBuildOptions, CodeBuildPorts } from './ports.ts'
import { type Project, projectOf, projectProperties } from './project.ts'
import { runBuild } from './run-build.ts'

export interface RunningBuild {
  readonly build: Build
  /** Resolves when the build is complete, whatever its status. */
  readonly finished: Promise<Build>
  readonly stop: () => void
}

export interface CodeBuildApi {
  readonly project: (name: string) => Project | undefined
  /** A project value that is not registered, for builds without one (CodePipeline's Commands action). */
  readonly inlineProject: (name: string, given: Shape) => Project
  readonly start: (request: BuildRequest) => RunningBuild
  readonly builds: () => readonly Build[]
}

const notFound = (name: string): AwsError => awsError('ResourceNotFoundException', `Project cannot be found: ${name}`)

/** The CodeBuild service and what other services call in process. */
export const codebuild = (
  world: World,
  ports: CodeBuildPorts,
  options: CodeBuildOptions = {},
): { readonly service: Service; readonly api: CodeBuildApi } => {
  const projects = new Map<string, Project>()
  const running = new Map<string, RunningBuild>()
  const numbers = new Map<string, number>()
  const arn = (rest: string) => `arn:aws:codebuild:${world.region}:${world.account}:${rest}`
  const at = () => world.clock.now().getTime() / 1000
  const facts = (name: string) => {
    return { name, arn: arn(`project/${name}`), at: at(), account: world.account, region: world.region }
  }
  const must = (name: unknown): Project => {
    const project = projects.get(String(name).split(':project/').at(-1) as string)
    if (!project) throw notFound(String(name))
    return project
  }

  const start = (request: BuildRequest): RunningBuild => {
    const { project } = request
    const uuid = world.id()
    const number = (numbers.get(project.name) ?? 0) + 1
    numbers.set(project.name, number)
    const logs = project.logsConfig.cloudWatchLogs ?? {}
    const build: Build = {
      id: `${project.name}:${uuid}`,
      arn: arn(`build/${project.name}:${uuid}`),
      number,
      request,
      startTime: world.clock.now(),
      status: 'IN_PROGRESS',
      phases: [],
      logs: {
        group: logs.groupName ?? `/aws/codebuild/${project.name}`,
        stream: logs.streamName ? `${logs.streamName}/${uuid}` : uuid,
      },
      exported: [],
      reports: [],
      artifacts: {},
    }
    const stopped = new AbortController()
    const signal = AbortSignal.any([stopped.signal, world.signal])
    const over = new AbortController()
    void world.clock.sleep(project.timeoutInMinutes * 60_000, over.signal).then(() => {
      if (build.status === 'IN_PROGRESS' && !over.signal.aborted) stopped.abort('TIMED_OUT')
    })
    const finished = runBuild(build, { world, ports, options, signal }).then(() => {
      over.abort()
      return build
    })
    const one = { build, finished, stop: () => stopped.abort('STOPPED') }
    running.set(build.id, one)
    return one
  }

  const startFromApi = async (input: Shape): Promise<RunningBuild> => {
    const project = must(input.projectName)
    const source = { ...project.source, ...(input.sourceTypeOverride ? { type: input.sourceTypeOverride } : {}) }
    const location = String(input.sourceLocationOverride ?? source.location ?? '')
    const sourceVersion = input.sourceVersion ?? project.sourceVersion
    if (source.type === 'CODEPIPELINE') {
      throw awsError('InvalidInputException', `Project ${project.name} can be started only from CodePipeline`)
    }
    const sources: BuildRequest['sources'] = await (async () => {
      if (source.type === 'S3') {
        const [bucket = '', ...key] = location.replace(/^arn:aws:s3:::/, '').split('/')
        const bytes = await ports.s3.get(bucket, key.join('/'))
        if (!bytes) throw awsError('InvalidInputException', `Source S3 object not found: ${location}`)
        return [{ kind: 'zip' as const, name: 'source', bytes }]
      }
      if (source.type === 'NO_SOURCE') return []
      return [{ kind: 'git' as const, name: 'source', repository: location, commit: String(sourceVersion ?? 'HEAD') }]
    })()
    return start({
      project: input.timeoutInMinutesOverride
        ? { ...project, timeoutInMinutes: input.timeoutInMinutesOverride }
        : project,
      sources,
      sourceRepoUrl: location,
      ...(sourceVersion ? { sourceVersion, resolvedSourceVersion: sourceVersion } : {}),
      variables: input.environmentVariablesOverride ?? [],
      ...(input.buildspecOverride ? { buildspec: String(input.buildspecOverride) } : {}),
    })
  }

  const mustBuild = (id: unknown): RunningBuild => {
    const one = running.get(String(id).split(':build/').at(-1) as string)
    if (!one) throw awsError('ResourceNotFoundException', `Build ${id} cannot be found`)
    return one
  }
  const shape = (one: RunningBuild) => buildShape(one.build, world.region)
  const newestFirst = (all: readonly RunningBuild[]) => [...all].reverse().map((one) => one.build.id)

  const project: ResourceProvider = {
    create: async (properties, context) => {
      const name = String(properties.Name ?? context.physicalName(150))
      if (projects.has(name)) throw new Error(`Project already exists: ${arn(`project/${name}`)}`)
      projects.set(name, projectOf(projectProperties(properties), facts(name)))
      return { physicalId: name, attributes: { Arn: arn(`project/${name}`) } }
    },
    update: async (made, _before, after) => {
      const created = projects.get(made.physicalId)?.created ?? at()
      projects.set(made.physicalId, { ...projectOf(projectProperties(after), facts(made.physicalId)), created })
      return made
    },
    remove: async (made) => {
      projects.delete(made.physicalId)
    },
  }

  return {
    api: {
      project: (name) => projects.get(name),
      inlineProject: (name, given) => projectOf(given, facts(name)),
      start,
      builds: () => [...running.values()].map((one) => one.build),
    },
    service: {
      name: 'codebuild',
      protocol: 'json',
      target: 'CodeBuild_20161006',
      resources: { 'AWS::CodeBuild::Project': project },
      operations: {
        CreateProject: (input) => {
          if (projects.has(input.name)) {
            throw awsError('ResourceAlreadyExistsException', `Project already exists: ${arn(`project/${input.name}`)}`)
          }
          const made = projectOf(input, facts(input.name))
          projects.set(made.name, made)
          return { project: projectShape(made) }
        },
        DeleteProject: (input) => {
          projects.delete(String(input.name))
          return {}
        },
        ListProjects: () => ({ projects: [...projects.keys()].sort() }),
        BatchGetProjects: ({ names }) => ({
          projects: names.flatMap((name: string) => (projects.has(name) ? [projectShape(must(name))] : [])),
          projectsNotFound: names.filter((name: string) => !projects.has(name)),
        }),
        StartBuild: async (input) => ({ build: shape(await startFromApi(input)) }),
        RetryBuild: ({ id }) => ({ build: shape(start(mustBuild(id).build.request)) }),
        StopBuild: async ({ id }) => {
          const one = mustBuild(id)
          one.stop()
          return { build: shape(one) }
        },
        BatchGetBuilds: ({ ids }) => ({
          builds: ids.flatMap((id: string) => (running.has(id) ? [shape(mustBuild(id))] : [])),
          buildsNotFound: ids.filter((id: string) => !running.has(id)),
        }),
        ListBuilds: () => ({ ids: newestFirst([...running.values()]) }),
        ListBuildsForProject: ({ projectName }) => {
          const { name } = must(projectName)
          return { ids: newestFirst([...running.values()].filter((one) => one.build.request.project.name === name)) }
        },
      },
      stop: async () => {
        for (const one of running.values()) one.stop()
        await Promise.all([...running.values()].map((one) => one.finished))
      },
    },
  }
}
