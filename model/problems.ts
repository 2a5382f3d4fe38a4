// What can be wrong with a configuration. Configurations run without a type check, so nothing here trusts a type.
import type { Finding } from './finding.ts'
import { reportPipelines } from './pipeline-problems.ts'
import { placeOf } from './place.ts'
import { checkEnvironment } from './problems/environment.ts'
import { checkFunction, checkFunctions } from './problems/function.ts'
import { checkMachineUser } from './problems/machine-user.ts'
import { checkRepo } from './problems/repo.ts'
import { checkName, checkTwice, isLoose, type Loose, list, type Report } from './problems/report.ts'
import { checkService } from './problems/service.ts'
import { checkSite } from './problems/site.ts'
import { checkSiteNames } from './problems/site-names.ts'
import { checkTogether } from './problems/together.ts'
import { checkWatching } from './problems/watching.ts'

/** Every problem of a configuration, each at the line that made the value. */
export const problemsOf = (input: unknown, here: object): readonly Finding[] => {
  const findings: Finding[] = []
  const report: Report = (at, code, says, fix) => {
    const place = placeOf(at) ?? placeOf(here) ?? { file: 'launchway.config.ts' }
    const finding: Finding = { code, severity: 'error', at: place, says, fix }
    if (!findings.some((other) => JSON.stringify(other) === JSON.stringify(finding))) findings.push(finding)
  }
  const given: Loose = isLoose(input) ? input : {}
  const environments = list(given.environments)
  const services = list(given.services)
  const sites = list(given.sites)
  checkName(report, here, { what: 'delivery', given: given.name, most: 16 })
  checkRepo(report, given.repo, here)
  if (environments.length === 0)
    report(
      here,
      'no-environment',
      'the delivery has no environment',
      "add environments: [environment('production', { account, region })]",
    )
  if (services.length === 0 && sites.length === 0)
    report(
      here,
      'nothing-delivered',
      'the delivery has neither a service nor a site',
      "add services: [service('web', { … })]",
    )
  for (const each of environments) checkEnvironment(report, each, here)
  for (const each of services) checkService(report, each, here)
  for (const each of sites) checkSite(report, each, here, services)
  reportPipelines(report, given, here)
  const functions = list(given.functions)
  for (const each of functions) checkFunction(report, each, here)
  checkFunctions(report, functions, services)
  for (const each of list(given.machineUsers)) checkMachineUser(report, each, here)
  for (const each of sites.filter(isLoose)) checkSiteNames(report, each, environments)
  checkWatching(report, given)
  checkTogether(report, { environments, services, sites })
  checkTwice(report, 'environment', environments)
  checkTwice(report, 'service', services)
  checkTwice(report, 'site', sites)
  checkTwice(report, 'function', functions)
  checkTwice(report, 'machine user', list(given.machineUsers))
  const stores = [
    ...new Set(
      [...services, ...functions, ...list(given.machineUsers)]
        .flatMap((each) => (isLoose(each) ? list(each.uses) : []))
        .map((use) => (isLoose(use) ? use.to : undefined)),
    ),
  ]
  for (const kind of ['postgres', 'table', 'secret', 'bucket', 'identity'])
    checkTwice(
      report,
      kind === 'postgres' ? 'database' : kind,
      stores.filter((store) => isLoose(store) && store.kind === kind),
    )
  return findings
}
