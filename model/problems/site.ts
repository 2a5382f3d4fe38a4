import { checkName, isInside, isLoose, type Report, show } from './report.ts'

/** What can be wrong with a site. */
export const checkSite = (report: Report, given: unknown, here: unknown, services: readonly unknown[]) => {
  if (!isLoose(given) || given.kind !== 'site')
    return report(here, 'site-malformed', `a site is ${show(given)}`, "make it with site('web', { … })")
  checkName(report, given, { what: 'site', given: given.name })
  for (const key of ['folder', 'output'] as const)
    if (!isInside(given[key]))
      report(
        given,
        'path-outside-repository',
        `site ${show(given.name)} has ${key} ${show(given[key])}`,
        `give ${key} as a path below the repository`,
      )
  if (typeof given.build !== 'string' || given.build === '')
    report(
      given,
      'site-without-build',
      `site ${show(given.name)} has build ${show(given.build)}`,
      "give the command that builds it: build: 'npm run build'",
    )
  if (given.api !== undefined && !services.includes(given.api))
    report(
      given,
      'service-not-delivered',
      `site ${show(given.name)} calls a service that is not delivered`,
      'add that service to services: [ … ]',
    )
}
