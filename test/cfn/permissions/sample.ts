// The roles of the sample delivery's environments, read once.
import { rolesIn } from '#cfn/permissions/roles.ts'
import { stacksByEnvironment } from '#pipelines/generate.ts'
import { permissionsSample } from '#scripts/generate/permissions-sample.ts'

export const sample = permissionsSample()

const roles = new Map(
  stacksByEnvironment(sample).map(({ environment, stacks }) => [environment.name as string, rolesIn(stacks)]),
)

/** The roles of an environment. */
export const rolesOf = (environment: string) => roles.get(environment) ?? []

/** The role of an id in an environment. */
export const roleNamed = (environment: string, id: string) => {
  const found = rolesOf(environment).find((each) => each.id === id)
  if (!found) throw new Error(`no role ${id} among ${rolesOf(environment).map((each) => each.id)}`)
  return found
}
