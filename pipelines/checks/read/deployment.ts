// What an ECS action of the pipeline brings together: a file, the build that makes it, and the service that takes it.
import type { ReadBuildspec } from './buildspec.ts'
import { type Found, follow, resourcesOf } from './follow.ts'
import { oncePer } from './once.ts'
import type { ReadAction, ReadPipeline } from './pipeline.ts'
import { buildspecOf } from './project.ts'
import { listOf, recordOf } from './walk.ts'
import type { World } from './world.ts'

/** One ECS action with what it takes. */
export interface Deployment {
  readonly pipeline: ReadPipeline
  readonly action: ReadAction
  readonly file: string
  readonly maker?: ReadAction
  readonly buildspec?: ReadBuildspec
  readonly service?: Found
}

/** A container of a task definition. */
export interface ReadContainer {
  readonly name: string
  readonly ports: readonly number[]
}

/** The containers of a task definition. */
export const containersIn = oncePer((definition: Found): readonly ReadContainer[] =>
  listOf(definition.properties.ContainerDefinitions)
    .map(recordOf)
    .map(({ Name, PortMappings }) => ({
      name: String(definition.template.resolved(Name)),
      ports: listOf(definition.template.resolved(PortMappings)).map((each) => Number(recordOf(each).ContainerPort)),
    })),
)

/** The task definition of a service. */
export const taskDefinitionOf = (world: World, service: Found): Found | undefined => {
  const found = follow(world.templates, service.template, service.properties.TaskDefinition)
  return found?.resource.Type === 'AWS::ECS::TaskDefinition' ? found : undefined
}

// AWS CodePipeline User Guide, "Amazon ECS deploy action reference": this is its name when none is given.
const usual = 'imagedefinitions.json'

const serviceOf = (world: World, { template }: ReadPipeline, name: unknown): Found | undefined => {
  const found =
    typeof name === 'string'
      ? resourcesOf(world.templates, 'AWS::ECS::Service').find(
          (each) => each.template.resolved(each.properties.ServiceName) === name,
        )
      : follow(world.templates, template, name)
  return found?.resource.Type === 'AWS::ECS::Service' ? found : undefined
}

/** The ECS actions of all pipelines. */
export const deploymentsOf = oncePer((world: World): readonly Deployment[] =>
  world.pipelines.flatMap((pipeline) =>
    pipeline.actions
      .filter((each) => each.provider === 'ECS')
      .map((action) => {
        const maker = pipeline.actions.find((each) => each.outputs.some((name) => action.inputs.includes(name)))
        const buildspec = buildspecOf(world, maker?.project)
        const service = serviceOf(world, pipeline, action.configuration.ServiceName)
        const file = pipeline.template.resolved(action.configuration.FileName)
        return {
          pipeline,
          action,
          file: typeof file === 'string' ? file : usual,
          ...(maker && { maker }),
          ...(buildspec && { buildspec }),
          ...(service && { service }),
        }
      }),
  ),
)
