import type { ResourceProvider, Shape } from '../service.ts'
import type { RuleCare } from './care.ts'

/** `AWS::Events::Rule`: Ref is the name (aws-resource-events-rule). */
export const ruleResources = (care: RuleCare): ResourceProvider => {
  const put = (name: string, properties: Shape) => {
    const rule = care.put(name, properties)
    rule.targets.clear()
    care.setTargets(rule, properties.Targets ?? [])
    return { physicalId: name, attributes: { Arn: rule.arn } }
  }
  return {
    create: async (properties, context) => {
      const name = String(properties.Name ?? context.physicalName(64))
      if (care.rules.has(name))
        throw new Error(`Resource of type 'AWS::Events::Rule' with identifier '${name}' already exists.`)
      return put(name, properties)
    },
    update: async (made, _before, after) => put(made.physicalId, after),
    remove: async ({ physicalId }) => care.remove(physicalId),
  }
}
