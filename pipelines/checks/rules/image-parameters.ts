import { instead } from '../nearest.ts'
import { type Problem, refuse } from '../problem.ts'
import { deploymentsOf, taskDefinitionOf } from '../read/deployment.ts'
import { type Found, follow, resourcesOf } from '../read/follow.ts'
import type { ReadAction, ReadPipeline } from '../read/pipeline.ts'
import { listOf, recordOf, visit } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

const records = /\baws\s+ssm\s+put-parameter\b[^\n]*--name[ =]"?\$\{?(\w+)/

const parameterName = (world: World, { template }: ReadPipeline, value: unknown): unknown => {
  const found = follow(world.templates, template, value)
  return found?.resource.Type === 'AWS::SSM::Parameter'
    ? found.template.resolved(found.properties.Name)
    : template.resolved(value)
}

// What a command of an action writes its image under.
const recordedBy = (world: World, pipeline: ReadPipeline, { commands, body }: ReadAction): readonly string[] =>
  commands.flatMap(({ text }) => {
    const variable = records.exec(text)?.[1]
    const given = listOf(body.EnvironmentVariables).map(recordOf)
    const value = given.find(({ Name }) => Name === variable)?.Value
    const name = parameterName(world, pipeline, value)
    return typeof name === 'string' && !name.includes('<') && !name.includes('#{') ? [name] : []
  })

// The parameters of a template whose value comes from Systems Manager, and that an image of the task refers to.
const readFor = ({ template }: Found, definition: Found): readonly { readonly id: string; readonly from: string }[] => {
  const names = new Set<string>()
  for (const container of listOf(definition.properties.ContainerDefinitions))
    visit(recordOf(container).Image, (value) => names.add(String(recordOf(value).Ref)))
  return Object.entries(template.template.Parameters ?? {}).flatMap(([id, { Type, Default }]) => {
    const from = template.stack.parameters[id] ?? Default
    return /^AWS::SSM::Parameter::Value</.test(Type) && names.has(id) && typeof from === 'string' ? [{ id, from }] : []
  })
}

const publicPath = /^\/aws\/service\//

/** Services that read their image from another parameter than the pipeline records it in: the stack puts an old one back. */
export const imageParameterDiffers: Rule = (world) => {
  const made = resourcesOf(world.templates, 'AWS::SSM::Parameter')
  return deploymentsOf(world).flatMap(({ service, pipeline }): readonly Problem[] => {
    const definition = service && taskDefinitionOf(world, service)
    if (!definition) return []
    const { environment } = service.template.manifest
    const names = made
      .filter(({ template }) => template.manifest.environment === environment)
      .map(({ template, properties }) => template.resolved(properties.Name))
      .filter((name) => typeof name === 'string')
    const recorded = pipeline.actions.flatMap((each) => recordedBy(world, pipeline, each))
    const at = (id: string) => service.template.at('Parameters', id, 'Default')
    return readFor(service, definition)
      .filter(({ from }) => !publicPath.test(from))
      .flatMap(({ id, from }) => {
        if (!names.includes(from))
          return [refuse(at(id), [`no template makes parameter "${from}"`, instead(from, names, 'parameter')])]
        return recorded.length === 0 || recorded.includes(from)
          ? []
          : [
              refuse(at(id), [
                `service "${service.logicalId}" reads its image from "${from}", which the pipeline does not write`,
                instead(from, recorded, 'parameter'),
              ]),
            ]
      })
  })
}
