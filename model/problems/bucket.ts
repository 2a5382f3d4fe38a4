import { checkName, isWhole, type Loose, list, type Report, show } from './report.ts'

const origin = /^(https:\/\/[a-z0-9.-]+(:\d+)?|http:\/\/localhost(:\d+)?)$/

/** What can be wrong with a bucket. */
export const checkBucket = (report: Report, given: Loose) => {
  checkName(report, given, { what: 'bucket', given: given.name })
  if (given.uploadsFrom !== 'sites' && !Array.isArray(given.uploadsFrom))
    report(
      given,
      'origin-malformed',
      `bucket ${show(given.name)} takes uploads from ${show(given.uploadsFrom)}`,
      'give "sites", or a list of origins such as ["https://cruddur.com"]',
    )
  for (const each of list(given.uploadsFrom))
    if (!origin.test(String(each)))
      report(
        given,
        'origin-malformed',
        `bucket ${show(given.name)} takes uploads from ${show(each)}`,
        'give whole origins without a path or a star, such as "https://cruddur.com"',
      )
  if (given.expireDays !== undefined && !isWhole(given.expireDays, 1, 3650))
    report(
      given,
      'bucket-expiry-out-of-range',
      `bucket ${show(given.name)} removes objects after ${show(given.expireDays)} days`,
      'give expireDays from 1 to 3650, or leave it out to keep them',
    )
}
