import { isLoose, type Loose, list, type Report, show } from './report.ts'

const address = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

/** What can be wrong with what watches: alarms and their addresses, the budget. */
export const checkWatching = (report: Report, given: Loose) => {
  const { observability, budget } = given
  if (isLoose(observability)) checkObservability(report, observability)
  if (isLoose(budget)) checkBudget(report, budget)
}

const checkAddresses = (report: Report, of: Loose, what: string) => {
  for (const each of list(of.notify))
    if (!address.test(String(each)))
      report(
        of,
        'address-malformed',
        `${what} tells ${show(each)}`,
        'give e-mail addresses: notify: ["ops@example.com"]',
      )
}

const checkObservability = (report: Report, of: Loose) => {
  checkAddresses(report, of, 'observability')
  if (typeof of.sampling !== 'number' || of.sampling < 0 || of.sampling > 1)
    report(of, 'sampling-out-of-range', `observability samples ${show(of.sampling)}`, 'give a share from 0 to 1')
  if (typeof of.latencySeconds !== 'number' || of.latencySeconds <= 0)
    report(
      of,
      'latency-out-of-range',
      `observability takes ${show(of.latencySeconds)} seconds for slow`,
      'give latencySeconds above 0, such as 0.5',
    )
}

const checkBudget = (report: Report, of: Loose) => {
  checkAddresses(report, of, 'the budget')
  if (typeof of.monthlyUsd !== 'number' || of.monthlyUsd <= 0)
    report(of, 'budget-out-of-range', `the budget is ${show(of.monthlyUsd)} USD`, 'give monthlyUsd above 0')
  if (list(of.notify).length < 1 || list(of.notify).length > 10)
    report(
      of,
      'budget-without-reader',
      `the budget tells ${list(of.notify).length} addresses`,
      'give 1 to 10 addresses: notify: ["ops@example.com"]',
    )
  const at = list(of.at)
  if (at.length > 9 || at.some((each) => typeof each !== 'number' || each <= 0 || each > 1000))
    report(
      of,
      'budget-notices-malformed',
      `the budget tells at ${show(of.at)} %`,
      'give up to nine percentages: at: [80, 100]',
    )
}
