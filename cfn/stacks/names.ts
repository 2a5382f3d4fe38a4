// Names that one stack gives and another must spell before it exists. Each is derived here and nowhere else.
import type { Delivery, Environment, Postgres, Service } from '#model'

/** `cruddur-production`: what names of an environment begin with. */
export const prefixOf = (d: Pick<Delivery, 'name'>, e: Environment): string => `${d.name}-${e.name}`

/** A stack of an environment, as `stack` calls it. */
export const stackNameOf = (d: Pick<Delivery, 'name'>, e: Environment, id: string): string => `${prefixOf(d, e)}-${id}`

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

/** A pipeline of an environment: the one that releases is called after the environment, others say what they are for. */
export const pipelineNameOf = (d: Pick<Delivery, 'name'>, e: Environment, suffix?: string): string =>
  [prefixOf(d, e), suffix].filter((part) => part !== undefined).join('-')

/** The database inside the server: PostgreSQL takes no hyphen in an unquoted name. */
export const databaseNameOf = (postgres: Postgres): string => postgres.name.replaceAll('-', '_')

/**
 * The name under which the load balancer answers, in the environment's domain: the domain itself, or `api.` below it
 * where a site has the domain. CloudFront speaks HTTPS to an origin only under a name that the certificate carries.
 */
export const loadBalancerHostOf = (d: Pick<Delivery, 'sites'>, e: Environment): string | undefined =>
  e.domain === undefined ? undefined : d.sites.length > 0 ? `api.${e.domain}` : e.domain
