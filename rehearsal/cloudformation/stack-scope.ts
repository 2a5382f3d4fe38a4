// What the names in a stack's template stand for.
import { includedResources } from '#cfn/analysis/included.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import { pseudoParameters, type Scope } from '#cfn/analysis/scope.ts'
import { isRecord } from '#cfn/analysis/template.ts'
import { TemplateError } from '#cfn/analysis/template-error.ts'
import { unknownOf } from '#cfn/analysis/unknown.ts'
import type { Engine } from './engine.ts'
import { exportsOf } from './exports.ts'
import type { Stack, Target } from './stack.ts'

/** The scope of a stack that has, or is to get, a target. Resources are read as they are at that moment. */
export const stackScope = (engine: Engine, stack: Pick<Stack, 'id' | 'name' | 'resources'>, target: Target): Scope => ({
  template: target.template,
  parameters: target.values,
  pseudo: pseudoParameters({
    account: engine.world.account,
    region: engine.world.region,
    stackName: stack.name,
    stackId: stack.id,
    notificationArns: target.notificationArns,
  }),
  reference: (logicalId, attribute) => {
    const made = stack.resources.get(logicalId)?.made
    if (!made) return unknownOf(`${logicalId}.${attribute ?? 'Ref'}`)
    if (attribute === undefined) return made.physicalId
    const value = attributeOf(made.attributes, attribute)
    if (value === undefined) {
      const type = stack.resources.get(logicalId)?.type
      throw new TemplateError(`Attribute '${attribute}' of ${logicalId} (${type}) does not exist`)
    }
    return value
  },
  exported: (name) => {
    const found = exportsOf(engine).find((one) => one.name === name)
    if (!found) throw new TemplateError(`No export named ${name} found.`)
    return found.value
  },
  zones: (region) => ['a', 'b', 'c'].map((letter) => `${region}${letter}`),
})

// Attributes come flat ("Endpoint.Address") or nested; both are found.
const attributeOf = (attributes: Readonly<Record<string, unknown>> | undefined, name: string): unknown => {
  if (!attributes) return undefined
  if (Object.hasOwn(attributes, name)) return attributes[name]
  const [first = '', ...rest] = name.split('.')
  const below = attributes[first]
  return rest.length && isRecord(below) ? attributeOf(below, rest.join('.')) : undefined
}

/** The names of the exports that the parts of a template in use import. Unresolvable names are left out. */
export const importNames = (scope: Scope): ReadonlySet<string> => {
  const names = new Set<string>()
  const listening: Scope = {
    ...scope,
    reference: (logicalId, attribute) => unknownOf(`${logicalId}.${attribute ?? 'Ref'}`),
    exported: (name) => {
      names.add(name)
      return unknownOf(`import ${name}`)
    },
  }
  const used = includedResources(listening).map((logicalId) => scope.template.Resources[logicalId])
  resolve(
    [
      used.map((resource) => resource?.Properties ?? {}),
      Object.values(scope.template.Outputs ?? {}).map(({ Value }) => Value),
    ],
    listening,
  )
  return names
}
