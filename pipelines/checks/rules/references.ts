import type { Reference } from '#cfn/analysis/references.ts'
import type { Place } from '#model'
import { instead } from '../nearest.ts'
import { type Problem, refuse } from '../problem.ts'
import { nestedTemplate, resourceIn } from '../read/follow.ts'
import { intrinsicsOf } from '../read/intrinsics.ts'
import { oncePer } from '../read/once.ts'
import type { ReadTemplate } from '../read/template.ts'
import { listOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

/** A reference with a place that is looked up only for what is found. */
type Referred = Reference & { readonly at: () => Place }

const referencesOf = oncePer(({ template, at }: ReadTemplate): readonly Referred[] =>
  intrinsicsOf(template).references.flatMap(({ keys, value }) =>
    value.map((each) => ({ ...each, at: () => at(...keys) })),
  ),
)

const inConditions = ({ template, at }: ReadTemplate): readonly Problem[] => {
  const conditions = template.Conditions ?? {}
  return intrinsicsOf(template).conditions.flatMap(([id, names]) =>
    [...names]
      .filter((name) => !Object.hasOwn(conditions, name))
      .map((name) =>
        refuse(at('Resources', id), [
          `"${id}" depends on condition "${name}", which the template does not have`,
          instead(name, Object.keys(conditions), 'condition'),
        ]),
      ),
  )
}

const inDependsOn = ({ template, at }: ReadTemplate): readonly Problem[] =>
  Object.entries(template.Resources).flatMap(([id, resource]) =>
    listOf(resource.DependsOn)
      .map(String)
      .filter((name) => !Object.hasOwn(template.Resources, name))
      .map((name) =>
        refuse(at('Resources', id, 'DependsOn'), [
          `"${id}" depends on "${name}", which the template does not have`,
          instead(name, Object.keys(template.Resources), 'resource'),
        ]),
      ),
  )

const unresolvedIn = oncePer((each: ReadTemplate): readonly Problem[] => {
  const resources = new Set(Object.keys(each.template.Resources))
  const names = new Set([...resources, ...Object.keys(each.template.Parameters ?? {})])
  const found = referencesOf(each).flatMap(({ name, attribute, at }) => {
    const known = attribute === undefined ? names : resources
    if (name.startsWith('AWS::') || known.has(name)) return []
    const written = attribute === undefined ? name : `${name}.${attribute}`
    return [refuse(at(), [`"${written}" refers to nothing in the template`, instead(name, [...known], 'resource')])]
  })
  return [...found, ...inConditions(each), ...inDependsOn(each)]
})

/** References to a resource, parameter or condition that the template does not have. */
export const referenceUnresolved: Rule = ({ templates }) => templates.flatMap(unresolvedIn)

const outputsReadIn = oncePer((template: ReadTemplate) =>
  referencesOf(template).flatMap(({ name, attribute, at }) => {
    const output = /^Outputs\.(.+)$/.exec(attribute ?? '')?.[1]
    return output === undefined ? [] : [{ name, output, at }]
  }),
)

const nestedProblem = (
  world: World,
  from: ReadTemplate,
  { name, output, at }: { readonly name: string; readonly output: string; readonly at: () => Place },
) => {
  const found = resourceIn(from, name)
  const nested = found && nestedTemplate(world.templates, found)
  if (!nested) return []
  const outputs = Object.keys(nested.template.Outputs ?? {})
  return outputs.includes(output)
    ? []
    : [refuse(at(), [`nested stack "${name}" has no output "${output}"`, instead(output, outputs, 'output')])]
}

/** Outputs of a nested stack that its template does not give. */
export const nestedOutputMissing: Rule = (world) =>
  world.templates.flatMap((from) => outputsReadIn(from).flatMap((each) => nestedProblem(world, from, each)))
