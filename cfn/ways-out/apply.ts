import { type Delivery, type Environment, type ResourceBody, restated, type Stack, type TemplateBody } from '#model'
import { type Alteration, type Extra, isFor } from '#model/way-out.ts'
import { tagsOf } from '../stacks/names.ts'
import { type Tags, tagged } from '../template/tagged.ts'
import { refuse } from './refuse.ts'

/** Says in a resource's metadata what came in by a way out; a change set shows metadata like any other change. */
export const mark = 'launchway:way-out'

/** The stacks with the extra resources and changed properties of their environment. */
export const applied = (d: Delivery, e: Environment, stacks: readonly Stack[]): readonly Stack[] => {
  const ways = d.waysOut.filter((way): way is Extra | Alteration => way.kind !== 'own-stack' && isFor(way, e))
  if (ways.length === 0) return stacks
  for (const way of ways) if (!stacks.some((each) => each.id === way.stack)) refuse.missingStack(way, way.stack, stacks)
  return restated(stacks, (stack) => {
    const own = ways.filter((way) => way.stack === stack.id)
    return own.length === 0
      ? stack
      : { ...stack, template: own.reduce((before, way) => changed(before, way, tagsOf(d, e)), stack.template) }
  })
}

const changed = (template: TemplateBody, way: Extra | Alteration, tags: Tags): TemplateBody => ({
  ...template,
  Resources: {
    ...template.Resources,
    [way.logicalId]: way.kind === 'extra' ? added(template, way, tags) : altered(template, way),
  },
})

const added = (template: TemplateBody, way: Extra, tags: Tags): ResourceBody => {
  if (way.logicalId in template.Resources) refuse.takenResource(way)
  return tagged(way.logicalId, { ...way.body, Metadata: { ...way.body.Metadata, [mark]: 'extra resource' } }, tags)
}

const altered = (template: TemplateBody, way: Alteration): ResourceBody => {
  const body = template.Resources[way.logicalId] ?? refuse.missingResource(way, template)
  if (body.Type !== way.type) refuse.otherType(way, body.Type)
  const properties = Object.entries(way.properties).map(([key, after]) => [
    key,
    typeof after === 'function' ? after(body.Properties?.[key]) : after,
  ])
  const before = body.Metadata?.[mark]
  const names = [...(Array.isArray(before) ? before : []), ...properties.map(([key]) => key)]
  return {
    ...body,
    Metadata: { ...body.Metadata, [mark]: [...new Set(names)].sort() },
    Properties: { ...body.Properties, ...Object.fromEntries(properties) },
  }
}
