import { type Delivery, type Environment, fault } from '#model'

/** The environment of that name; the first one when none is named. */
export const environmentOf = (d: Delivery, name: string | undefined): Environment => {
  const found = name === undefined ? d.environments[0] : d.environments.find((each) => each.name === name)
  if (found) return found
  throw fault({
    at: '--environment',
    code: 'environment-unknown',
    says: `there is no environment "${name}"`,
    fix: `use one of: ${d.environments.map((each) => each.name).join(', ')}`,
  })
}
