// The local CodePipeline: pipelines through CloudFormation or the API, started by pushes, with actions that really run.
import { awsError, type ResourceProvider, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { ActionProvider } from './action.ts'
import { approvals } from './actions/approval.ts'
import { cloudformationAction } from './actions/cloudformation.ts'
import { codebuildAction, commandsAction } from './actions/codebuild.ts'
import { ecsAction } from './actions/ecs.ts'
import { s3Deploy } from './actions/s3-deploy.ts'
import { connectionSource } from './actions/source.ts'
import { declarationOf, pipelineProperties } from './declaration.ts'
import { type PipelineEngine, pipelineEngine } from './engine.ts'
import type { Execution } from './execution.ts'
import { codepipelineOperations, type KnownPipeline } from './operations.ts'
import type { CodePipelinePorts } from './ports.ts'
import { triggeredSources } from './triggers.ts'

export interface CodePipelineApi {
  readonly pipeline: (name: string) => PipelineEngine | undefined
  readonly names: () => readonly string[]
  /** Resolves with an execution once it has ended, whatever its status. */
  readonly ended: (name: string, executionId: string) => Promise<Execution>
  /** Calls a listener after every change of any execution; gives a function that ends it. */
  readonly onChange: (listener: () => void) => () => void
}

export interface CodePipelineOptions {
  /** Action providers by `<category>/<provider>`, before the built-in ones. */
  readonly providers?: Readonly<Record<string, ActionProvider>>
}

/** The CodePipeline service and what other services call in process. */
export const codepipeline = (
  world: World,
  ports: CodePipelinePorts,
  options: CodePipelineOptions = {},
): { readonly service: Service; readonly api: CodePipelineApi } => {
  const pipelines = new Map<string, KnownPipeline>()
  const listeners = new Set<() => void>()
  const manual = approvals(world)
  const providers: Readonly<Record<string, ActionProvider>> = {
    'Source/CodeStarSourceConnection': connectionSource(ports),
    'Build/CodeBuild': codebuildAction(ports),
    'Test/CodeBuild': codebuildAction(ports),
    'Compute/Commands': commandsAction(ports),
    'Deploy/ECS': ecsAction(world, ports),
    'Deploy/S3': s3Deploy(ports),
    'Deploy/CloudFormation': cloudformationAction(ports),
    'Approval/Manual': manual.provider,
    ...options.providers,
  }

  const create = (given: Shape): KnownPipeline => {
    const name = String(given.name)
    if (pipelines.has(name))
      throw awsError(
        'PipelineNameInUseException',
        `A pipeline with the name '${name}' already exists in account '${world.account}'`,
      )
    const engine = pipelineEngine(declarationOf(given, 1), {
      world,
      store: ports.s3,
      provider: ({ actionTypeId: { category, provider } }) => providers[`${category}/${provider}`],
      changed: () => {
        for (const listener of listeners) listener()
      },
    })
    const at = world.clock.now()
    const known = {
      engine,
      arn: `arn:aws:codepipeline:${world.region}:${world.account}:${name}`,
      created: at,
      updated: at,
    }
    pipelines.set(name, known)
    // AWS runs a new pipeline at once; with a connection that is still PENDING this first execution fails.
    engine.start({ trigger: { type: 'CreatePipeline', detail: `arn:aws:iam::${world.account}:root` } })
    return known
  }
  const update = (given: Shape): KnownPipeline => {
    const known = pipelines.get(String(given.name)) as KnownPipeline
    known.engine.update(declarationOf(given, known.engine.declaration().version + 1))
    known.updated = world.clock.now()
    return known
  }
  const remove = (name: string) => {
    for (const one of pipelines.get(name)?.engine.executions() ?? []) one.abandon.abort('ABANDONED')
    pipelines.delete(name)
  }

  ports.git?.onPush(async ({ repository, branch, commit, before }) => {
    const git = ports.git as NonNullable<CodePipelinePorts['git']>
    for (const [name, { engine }] of pipelines) {
      const changedFiles = () => git.changedFiles(repository, before, commit)
      const sources = await triggeredSources(engine.declaration(), { repository, branch, changedFiles })
      if (sources.length === 0 || !pipelines.has(name)) continue
      const detail = JSON.stringify({ repository, branch, commit })
      const wanted = new Map(sources.map((source) => [source, { commit, branch }]))
      engine.start({ trigger: { type: 'WebhookV2', detail }, wanted })
    }
  })

  const provider: ResourceProvider = {
    create: async (properties, context) => {
      const name = String(properties.Name ?? context.physicalName(100))
      create({ ...pipelineProperties(properties), name })
      return { physicalId: name, attributes: { Version: '1' } }
    },
    update: async (made, _before, after) => {
      const { engine } = update({ ...pipelineProperties(after), name: made.physicalId })
      const again = after.RestartExecutionOnUpdate === true || after.RestartExecutionOnUpdate === 'true'
      if (again) engine.start({ trigger: { type: 'StartPipelineExecution', detail: 'RestartExecutionOnUpdate' } })
      return { physicalId: made.physicalId, attributes: { Version: String(engine.declaration().version) } }
    },
    remove: async (made) => remove(made.physicalId),
  }

  const onChange = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  return {
    api: {
      pipeline: (name) => pipelines.get(name)?.engine,
      names: () => [...pipelines.keys()],
      onChange,
      ended: (name, executionId) =>
        new Promise((resolve, reject) => {
          const execution = pipelines
            .get(name)
            ?.engine.executions()
            .find((one) => one.id === executionId)
          if (!execution) return reject(new Error(`pipeline "${name}" has no execution ${executionId}`))
          const look = () => {
            if (execution.status === 'InProgress' || execution.status === 'Stopping') return
            off()
            resolve(execution)
          }
          const off = onChange(look)
          look()
        }),
    },
    service: {
      name: 'codepipeline',
      protocol: 'json',
      target: 'CodePipeline_20150709',
      operations: codepipelineOperations({
        pipelines,
        approvals: manual,
        now: world.clock.now,
        create,
        update,
        remove,
      }),
      resources: { 'AWS::CodePipeline::Pipeline': provider },
      stop: async () => {
        for (const { engine } of pipelines.values()) {
          for (const one of engine.executions()) one.abandon.abort('ABANDONED')
          await engine.idle()
        }
      },
    },
  }
}
