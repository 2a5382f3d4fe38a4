import { checkName, isLoose, list, type Report, show } from './report.ts'
import { checkUse } from './use.ts'

/** What can be wrong with a machine user. */
export const checkMachineUser = (report: Report, given: unknown, here: unknown) => {
  if (!isLoose(given) || given.kind !== 'machine-user')
    return report(
      here,
      'machine-user-malformed',
      `a machine user is ${show(given)}`,
      "make it with machineUser('x', { uses })",
    )
  checkName(report, given, { what: 'machine user', given: given.name })
  const uses = list(given.uses)
  if (uses.length === 0)
    report(
      given,
      'machine-user-without-use',
      `machine user ${show(given.name)} may do nothing`,
      'say what it uses: uses: [messages.read()], or leave it out',
    )
  for (const use of uses) checkUse(report, use, given)
  if (uses.some((use) => isLoose(use) && use.may === 'connect'))
    report(
      given,
      'machine-user-outside-network',
      `machine user ${show(given.name)} connects to a database, which nothing outside the VPC reaches`,
      'let a service in front of the database do it',
    )
}
