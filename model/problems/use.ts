import { checkBucket } from './bucket.ts'
import { checkDatabase } from './database.ts'
import { checkIdentity } from './identity.ts'
import { checkName, isLoose, type Loose, type Report, show } from './report.ts'
import { checkTable } from './table.ts'

/** What can be wrong with what a service uses. */
export const checkUse = (report: Report, use: unknown, service: Loose) => {
  if (!isLoose(use) || !isLoose(use.to) || typeof use.may !== 'string')
    return report(
      service,
      'use-malformed',
      `service ${show(service.name)} uses ${show(use)}`,
      'give what a store allows, such as database.connect() or messages.readWrite()',
    )
  const { to } = use
  if (to.kind === 'postgres') checkDatabase(report, to, use)
  if (to.kind === 'table') checkTable(report, to)
  if (to.kind === 'bucket') checkBucket(report, to)
  if (to.kind === 'identity') checkIdentity(report, to)
  if (to.kind === 'secret') checkName(report, to, { what: 'secret', given: to.name, most: 40 })
}
