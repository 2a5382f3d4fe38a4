// From a reference to the resource behind it, through exports and the outputs of nested stacks.
import { isRecord, type TemplateResource } from '#cfn/analysis/template.ts'
import { oncePer } from './once.ts'
import type { ReadTemplate } from './template.ts'
import { recordOf } from './walk.ts'

/** A resource with the template it stands in. */
export interface Found {
  readonly template: ReadTemplate
  readonly logicalId: string
  readonly resource: TemplateResource
  readonly properties: Readonly<Record<string, unknown>>
}

/** The name of an export, and where it is made. */
export interface Export {
  readonly name: string
  readonly template: ReadTemplate
  readonly value: unknown
}

/** The exports of the stacks of an environment, by their names. */
export type Exported = ReadonlyMap<string, Export>

const exportsIn = oncePer((template: ReadTemplate): readonly Export[] =>
  template.nested ? [] : template.exports.map((each) => ({ ...each, template })),
)

// Every import asks for them. Of two with one name, the first counts.
const exportsByEnvironment = oncePer((templates: readonly ReadTemplate[]): ReadonlyMap<string, Exported> => {
  const found = new Map<string, Map<string, Export>>()
  for (const template of templates.toReversed()) {
    const { environment } = template.manifest
    const own = found.get(environment) ?? new Map<string, Export>()
    found.set(environment, own)
    for (const each of exportsIn(template).toReversed()) own.set(each.name, each)
  }
  return found
})

const none: Exported = new Map()

/** The exports of the stacks of an environment. */
export const exportsOf = (templates: readonly ReadTemplate[], environment: string): Exported =>
  exportsByEnvironment(templates).get(environment) ?? none

const resourcesById = oncePer(
  (template: ReadTemplate): ReadonlyMap<string, Found> =>
    new Map(
      Object.entries(template.template.Resources).map(([logicalId, resource]) => [
        logicalId,
        { template, logicalId, resource, properties: recordOf(resource.Properties) },
      ]),
    ),
)

const resourcesByType = oncePer((template: ReadTemplate): ReadonlyMap<string, readonly Found[]> => {
  const found = new Map<string, Found[]>()
  for (const each of resourcesById(template).values()) {
    const { Type } = each.resource
    found.set(Type, [...(found.get(Type) ?? []), each])
  }
  return found
})

/** A resource of a template: the same object whenever someone asks. */
export const resourceIn = (template: ReadTemplate, logicalId: string): Found | undefined =>
  resourcesById(template).get(logicalId)

/** The resources of a type in some templates. */
export const resourcesOf = (templates: readonly ReadTemplate[], type: string): readonly Found[] =>
  templates.flatMap((template) => resourcesByType(template).get(type) ?? [])

/** The template that a nested stack uses: its URL ends with the key under which one is uploaded. */
export const nestedTemplate = (templates: readonly ReadTemplate[], of: Found): ReadTemplate | undefined => {
  const url = of.template.resolved(of.properties.TemplateURL)
  const upload = of.template.stack.uploads.find(({ key }) => typeof url === 'string' && url.endsWith(`/${key}`))
  return templates.find((each) => each.path === upload?.path)
}

// A parameter of a nested template leads on from what its parent gives.
const givenTo = (templates: readonly ReadTemplate[], from: ReadTemplate, parameter: string): Found | undefined => {
  if (!from.nested || !(parameter in (from.template.Parameters ?? {}))) return undefined
  const around = templates.filter((each) => each.stack === from.stack)
  const parent = resourcesOf(around, 'AWS::CloudFormation::Stack').find(
    (each) => parameter in recordOf(each.properties.Parameters) && nestedTemplate(templates, each) === from,
  )
  return parent && follow(templates, parent.template, recordOf(parent.properties.Parameters)[parameter])
}

/** The resource that a reference leads to. */
export const follow = (templates: readonly ReadTemplate[], from: ReadTemplate, value: unknown): Found | undefined => {
  if (!isRecord(value)) return undefined
  if (typeof value.Ref === 'string') return resourceIn(from, value.Ref) ?? givenTo(templates, from, value.Ref)
  const parts = value['Fn::GetAtt']
  const [id, ...attribute] = Array.isArray(parts) ? parts : typeof parts === 'string' ? parts.split('.') : []
  if (typeof id === 'string') {
    const found = resourceIn(from, id)
    const output = /^Outputs\.(.+)$/.exec(attribute.join('.'))?.[1]
    const nested = found && output !== undefined ? nestedTemplate(templates, found) : undefined
    return nested ? follow(templates, nested, nested.template.Outputs?.[output ?? '']?.Value) : found
  }
  if ('Fn::ImportValue' in value) {
    const name = from.resolved(value['Fn::ImportValue'])
    const made = typeof name === 'string' ? exportsOf(templates, from.manifest.environment).get(name) : undefined
    return made && follow(templates, made.template, made.value)
  }
  return undefined
}
