import { checkDeployment } from './deployment.ts'
import { fargateFix, isFargate } from './fargate.ts'
import { isLoose, isWhole, type Loose, list, type Report, show } from './report.ts'

/** What can be wrong with the settings of a service, in one environment or in all. */
export const checkSettings = (report: Report, given: Loose, at: Loose = given) => {
  if (!isFargate(given.cpu, given.memory))
    report(
      at,
      'fargate-size-unknown',
      `service ${show(given.name)} asks for cpu ${show(given.cpu)} with memory ${show(given.memory)}, which Fargate does not offer`,
      fargateFix(given.cpu),
    )
  checkScale(report, given, at)
  checkDeployment(report, given, at)
  if (given.spot !== undefined && !(isLoose(given.spot) && isWhole(given.spot.base, 0, 1000)))
    report(
      at,
      'spot-malformed',
      `service ${show(given.name)} has spot ${show(given.spot)}`,
      'say how many tasks are never interrupted: spot: { base: 1 }',
    )
  const variables = isLoose(given.variables) ? Object.entries(given.variables) : []
  for (const [key, value] of variables)
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) || typeof value !== 'string')
      report(
        at,
        'variable-malformed',
        `service ${show(given.name)} has variable ${key} with ${show(value)}`,
        'give names of letters, digits and "_", and texts: variables: { LOG_LEVEL: "info" }',
      )
}

const isPercentage = (given: unknown) => given === undefined || isWhole(given, 10, 95)

const checkScale = (report: Report, given: Loose, at: Loose) => {
  const scale = isLoose(given.scale) ? given.scale : {}
  if (!isRange(scale, 1))
    report(
      at,
      'scale-malformed',
      `service ${show(given.name)} scales from ${show(scale.min)} to ${show(scale.max)}`,
      'give whole numbers from 1 to 1000 with min at most max',
    )
  if (!isPercentage(scale.cpu) || !isPercentage(scale.memory))
    report(
      at,
      'scale-target-out-of-range',
      `service ${show(given.name)} scales by cpu ${show(scale.cpu)} and memory ${show(scale.memory)}`,
      'give percentages from 10 to 95, such as scale: { cpu: 60 }',
    )
  if (scale.requestsPerTask !== undefined && !isWhole(scale.requestsPerTask, 1, 1_000_000))
    report(
      at,
      'scale-target-out-of-range',
      `service ${show(given.name)} has ${show(scale.requestsPerTask)} requests per task`,
      'give how many requests a task takes in a minute, such as requestsPerTask: 500',
    )
  for (const each of list(scale.schedule))
    if (!isLoose(each) || !/^(cron|rate|at)\(.+\)$/.test(String(each.at)) || !isRange(each, 0))
      report(
        at,
        'schedule-malformed',
        `service ${show(given.name)} scales at ${show(each)}`,
        'give a schedule expression and limits: { at: "cron(0 7 ? * MON-FRI *)", timeZone: "Europe/Paris", min: 4, max: 20 }',
      )
}

const isRange = ({ min, max }: Loose, least: number) =>
  isWhole(min, least, 1000) && isWhole(max, least, 1000) && Number(min) <= Number(max)
