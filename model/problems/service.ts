import { checkPages } from './pages.ts'
import { checkName, isInside, isLoose, isWhole, type Loose, list, type Report, show } from './report.ts'
import { checkSettings } from './service-settings.ts'
import { checkUse } from './use.ts'

/** What can be wrong with a service. */
export const checkService = (report: Report, given: unknown, here: unknown) => {
  if (!isLoose(given) || given.kind !== 'service')
    return report(here, 'service-malformed', `a service is ${show(given)}`, "make it with service('api', { … })")
  checkName(report, given, { what: 'service', given: given.name })
  const container = isLoose(given.container) ? given.container : {}
  if (!isWhole(container.port, 1, 65535))
    report(
      given,
      'port-out-of-range',
      `service ${show(given.name)} has port ${show(container.port)}`,
      'give the port it listens on, from 1 to 65535',
    )
  if (typeof container.health !== 'string' || !/^\/[^\s?#]*$/.test(container.health))
    report(
      given,
      'health-path-malformed',
      `service ${show(given.name)} has health path ${show(container.health)}`,
      'give a path that starts with "/", such as health: "/health"',
    )
  checkSettings(report, given)
  checkOverrides(report, given)
  if (!isLoose(given.image) || given.image.kind !== 'image')
    report(
      given,
      'service-without-image',
      `service ${show(given.name)} has image ${show(given.image)}`,
      "say what it runs: image: image('app')",
    )
  else if (!isInside(given.image.context) || !isInside(given.image.dockerfile))
    report(
      given.image,
      'path-outside-repository',
      `image has context ${show(given.image.context)} and Dockerfile ${show(given.image.dockerfile)}`,
      'give paths below the repository, such as image("app")',
    )
  if (isLoose(given.image) && isLoose(given.image.pages)) checkPages(report, given.image.pages, given)
  if (!Array.isArray(given.uses))
    report(
      given,
      'use-malformed',
      `service ${show(given.name)} uses ${show(given.uses)}`,
      'give a list: uses: [database.connect()]',
    )
  for (const use of list(given.uses)) checkUse(report, use, given)
  if (!Array.isArray(given.calls) || given.calls.some((each) => !isLoose(each) || each.kind !== 'service'))
    report(
      given,
      'call-malformed',
      `service ${show(given.name)} calls ${show(given.calls)}`,
      'give services: calls: [api]',
    )
}

// What an environment says otherwise is checked as the whole that it makes.
const checkOverrides = (report: Report, given: Loose) => {
  for (const [where, settings] of list(given.overrides).map(list)) {
    if (!isLoose(where) || where.kind !== 'environment' || !isLoose(settings))
      report(
        given,
        'override-malformed',
        `service ${show(given.name)} differs in ${show(where)}`,
        'say where and what: api.in(staging, { scale: { min: 1 } })',
      )
    else {
      const scale = { ...(isLoose(given.scale) && given.scale), ...(isLoose(settings.scale) && settings.scale) }
      checkSettings(report, { ...given, ...settings, scale }, given)
    }
  }
}
