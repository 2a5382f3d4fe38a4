import { checkName, isLoose, isWhole, type Loose, list, type Report, show } from './report.ts'

/** What can be wrong with a database and how it is connected to. */
export const checkDatabase = (report: Report, to: Loose, use: Loose) => {
  checkName(report, to, { what: 'database', given: to.name })
  if (to.existing === undefined) {
    checkSettings(report, to, to)
    for (const [, settings] of list(to.overrides).map(list))
      if (isLoose(settings)) checkSettings(report, { ...to, ...settings }, to)
  } else checkExisting(report, to)
  if (use.as !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(String(use.as)))
    report(
      to,
      'database-user-malformed',
      `database ${show(to.name)} is signed in to as ${show(use.as)}`,
      'give a PostgreSQL user in lower case: database.connect({ as: "app" })',
    )
  if (use.as !== undefined && to.iamAuthentication !== true)
    report(
      to,
      'database-without-iam',
      `database ${show(to.name)} is signed in to as ${show(use.as)} but takes no IAM tokens`,
      to.existing === undefined
        ? 'make it with postgres(…, { iamAuthentication: true })'
        : 'connect without "as": what IAM calls a database that exists is not known here',
    )
}

const checkSettings = (report: Report, given: Loose, at: Loose) => {
  if (!/^db\.[a-z0-9]+\.[a-z0-9]+$/.test(String(given.class)))
    report(
      at,
      'database-class-unknown',
      `database ${show(given.name)} has class ${show(given.class)}`,
      'give an RDS class such as class: "db.t4g.micro"',
    )
  if (!isWhole(given.backupDays, 1, 35))
    report(
      at,
      'database-without-backups',
      `database ${show(given.name)} keeps backups for ${show(given.backupDays)} days`,
      'give backupDays from 1 to 35',
    )
  if (!isWhole(given.storageGiB, 20, 65_536))
    report(
      at,
      'database-storage-out-of-range',
      `database ${show(given.name)} has ${show(given.storageGiB)} GiB`,
      'give storageGiB from 20 to 65536',
    )
  const { serverless } = given
  if (serverless !== undefined && !(isLoose(serverless) && isCapacity(serverless)))
    report(
      at,
      'database-capacity-malformed',
      `database ${show(given.name)} is serverless with ${show(serverless)}`,
      'give capacity units in halves, min from 0 and max from 1 to 256: serverless: { min: 0.5, max: 4 }',
    )
}

// Amazon Aurora User Guide, "Setting the Aurora Serverless v2 capacity range for a cluster".
const isCapacity = ({ min, max }: Loose) =>
  [min, max].every(
    (each) => typeof each === 'number' && each >= 0 && each <= 256 && each * 2 === Math.round(each * 2),
  ) &&
  Number(min) <= Number(max) &&
  Number(max) >= 1

const checkExisting = (report: Report, to: Loose) => {
  const { existing } = to
  const whole =
    isLoose(existing) &&
    typeof existing.host === 'string' &&
    existing.host !== '' &&
    isWhole(existing.port, 1, 65_535) &&
    /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:.+$/.test(String(existing.secretArn)) &&
    /^sg-[0-9a-f]{8,17}$/.test(String(existing.securityGroup))
  if (!whole)
    report(
      to,
      'existing-database-malformed',
      `database ${show(to.name)} exists as ${show(existing)}`,
      'give host, port, the full ARN of the secret with its username and password, and its security group',
    )
}
