// Names that one stack gives and another must spell before it exists. Each is derived here and nowhere else.
import type { Delivery, Environment, Postgres, Service } from '#model'

/** `cruddur-production`: what names of an environment begin with. */
export const prefixOf = (d: Pick<Delivery, 'name'>, e: Environment): string => `${d.name}-${e.name}`

/** The tags of everything in an environment. */
export const tagsOf = (d: Pick<Delivery, 'name'>, e: Environment) => ({
  'launchway:delivery': d.name,
  'launchway:environment': e.name,
})

/**
 * The parameter in which the pipeline records the deployed image of a service. A parameter of an SSM type takes the
 * name as its default, which cannot be an import.
 */
export const imageParameterOf = (d: Delivery, e: Environment, service: Service): string =>
  `/${d.name}/${e.name}/${service.name}/image`

/** What that parameter says before the first release. */
export const noImage = 'none'

/** The family of a service's task definitions. */
export const familyOf = (d: Delivery, e: Environment, service: Service): string => `${prefixOf(d, e)}-${service.name}`

/** The database inside the server: PostgreSQL takes no hyphen in an unquoted name. */
export const databaseNameOf = (postgres: Postgres): string => postgres.name.replaceAll('-', '_')
