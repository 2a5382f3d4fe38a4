import { checkBucket } from './bucket.ts'
import { checkDatabase } from './database.ts'
import { checkIdentity } from './identity.ts'
import { checkName, isLoose, isWhole, type Loose, type Report, show } from './report.ts'

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
  if (to.kind === 'table') {
    checkName(report, to, { what: 'table', given: to.name })
    if (typeof to.partitionKey !== 'string' || to.partitionKey === '')
      report(
        to,
        'table-without-key',
        `table ${show(to.name)} has no partition key`,
        "give its key: table('messages', { key: ['pk', 'sk'] })",
      )
  }
  if (to.kind === 'table') checkTable(report, to)
  if (to.kind === 'bucket') checkBucket(report, to)
  if (to.kind === 'identity') checkIdentity(report, to)
  if (to.kind === 'secret') checkName(report, to, { what: 'secret', given: to.name, most: 40 })
}

const checkTable = (report: Report, to: Loose) => {
  const { capacity, expires } = to
  if (
    capacity !== undefined &&
    !(isLoose(capacity) && isWhole(capacity.read, 1, 40_000) && isWhole(capacity.write, 1, 40_000))
  )
    report(
      to,
      'table-capacity-malformed',
      `table ${show(to.name)} has capacity ${show(capacity)}`,
      'give both units, such as capacity: { read: 5, write: 5 }, or leave it out to pay per request',
    )
  if (
    expires !== undefined &&
    (typeof expires !== 'string' || expires === '' || expires === to.partitionKey || expires === to.sortKey)
  )
    report(
      to,
      'table-expiry-malformed',
      `table ${show(to.name)} expires by ${show(expires)}`,
      'name an attribute that is no key and holds seconds since 1970, such as expires: "expiresAt"',
    )
}
