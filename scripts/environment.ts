import { edgeEnvironmentOf } from '#cfn/stacks/edge.ts'
import { type Delivery, type Environment, fault } from '#model'

/** The environment of that name; the first one when none is named. What must be in us-east-1 has a name of its own. */
export const environmentOf = (d: Delivery, name: string | undefined): Environment => {
  const all = d.environments.flatMap((each) => [each, edgeEnvironmentOf(d, each) ?? []].flat())
  const found = name === undefined ? d.environments[0] : all.find((each) => each.name === name)
  if (found) return found
  throw fault({
    at: '--environment',
    code: 'environment-unknown',
    says: `there is no environment "${name}"`,
    fix: `use one of: ${all.map((each) => each.name).join(', ')}`,
  })
}
