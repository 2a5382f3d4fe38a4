// What CloudFormation refuses in a template before it looks at any value, in its own words.
import { LOOP } from './for-each.ts'
import { cycleIn, dependsOn, graphOf } from './graph.ts'
import { conditionsIn, referencesIn } from './references.ts'
import { isRecord, type Template } from './template.ts'

const sections = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]

/** The problems of a template's structure; empty when CloudFormation would accept it. */
export const templateProblems = (template: Template): readonly string[] => {
  const foreign = Object.keys(template).filter((name) => !sections.includes(name))
  if (foreign.length) return [`Invalid template property or properties [${foreign.join(', ')}]`]
  if (!isRecord(template.Resources) || !Object.keys(template.Resources).length) {
    return ['Template format error: At least one Resources member must be defined.']
  }
  const problems = [
    ...Object.entries(template.Resources).flatMap(([name, resource]) => resourceProblems(name, resource)),
    ...unresolved(template),
    ...conditionProblems(template),
  ]
  if (problems.length) return problems
  const cycle = cycleIn(graphOf(template))
  return cycle.length ? [`Circular dependency between resources: [${cycle.join(', ')}]`] : []
}

const resourceProblems = (name: string, resource: unknown): readonly string[] => {
  // A loop without the transform that would write it out.
  if (name.startsWith(LOOP)) return [`Template format error: [/Resources/${name}] resource definition is malformed`]
  if (!/^[A-Za-z0-9]+$/.test(name)) {
    return [`Template format error: Resource name ${name} is non alphanumeric.`]
  }
  if (!isRecord(resource)) return [`Template format error: Resource ${name} must be an object.`]
  if (typeof resource.Type !== 'string') {
    return [`Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`]
  }
  if ([resource.DependsOn ?? []].flat().some((each) => typeof each !== 'string')) {
    return ['Template format error: Every DependsOn value must be a string.']
  }
  return []
}

const unresolved = (template: Template): readonly string[] => {
  const resources = Object.entries(template.Resources)
  const missingIn = (value: unknown, extra: readonly string[] = []): readonly string[] => {
    const names = [...referencesIn(value).map(({ name }) => name), ...extra]
    return [...new Set(names)].filter(
      (name) =>
        !name.startsWith('AWS::') &&
        !Object.hasOwn(template.Resources, name) &&
        !Object.hasOwn(template.Parameters ?? {}, name),
    )
  }
  const wrongAttribute = referencesIn([template.Resources, template.Outputs]).find(
    ({ name, attribute }) => attribute !== undefined && !Object.hasOwn(template.Resources, name),
  )
  if (wrongAttribute) {
    return [`Template error: instance of Fn::GetAtt references undefined resource ${wrongAttribute.name}`]
  }
  const inResources = resources.flatMap(([, resource]) => missingIn(resource, dependsOn(resource)))
  if (inResources.length) return [unresolvedText(inResources, 'Resources')]
  const inOutputs = missingIn(template.Outputs)
  return inOutputs.length ? [unresolvedText(inOutputs, 'Outputs')] : []
}

const unresolvedText = (names: readonly string[], block: string): string =>
  `Template format error: Unresolved resource dependencies [${[...new Set(names)].join(', ')}] in the ${block} block of the template`

const conditionProblems = (template: Template): readonly string[] => {
  const defined = new Set(Object.keys(template.Conditions ?? {}))
  const used = (block: string, values: readonly { readonly Condition?: string }[]) =>
    values
      .flatMap((value) => [...(typeof value.Condition === 'string' ? [value.Condition] : []), ...conditionsIn(value)])
      .filter((name) => !defined.has(name))
      .map(
        (name) =>
          `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
      )
  return [
    ...used('Resources', Object.values(template.Resources)),
    ...used('Outputs', Object.values(template.Outputs ?? {})),
  ]
}
