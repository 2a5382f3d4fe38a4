import { checkNetwork } from './network.ts'
import { checkName, isLoose, type Loose, type Report, show } from './report.ts'

/** What can be wrong with an environment. */
export const checkEnvironment = (report: Report, given: unknown, here: unknown) => {
  if (!isLoose(given) || given.kind !== 'environment')
    return report(
      here,
      'environment-malformed',
      `an environment is ${show(given)}`,
      "make it with environment('production', { … })",
    )
  checkName(report, given, { what: 'environment', given: given.name, most: 16 })
  if (!/^\d{12}$/.test(String(given.account)) || typeof given.account !== 'string')
    report(
      given,
      'environment-without-account',
      `environment ${show(given.name)} has account ${show(given.account)}`,
      'give the twelve digits as a text: account: "111111111111"; "aws sts get-caller-identity" prints yours',
    )
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(String(given.region)))
    report(
      given,
      'environment-without-region',
      `environment ${show(given.name)} has region ${show(given.region)}`,
      'give a region code such as region: "ca-central-1"',
    )
  checkNetwork(report, given)
  checkDomain(report, given)
}

const checkDomain = (report: Report, given: Loose) => {
  if (given.domain !== undefined && !isDomain(given.domain))
    report(
      given,
      'domain-malformed',
      `environment ${show(given.name)} has domain ${show(given.domain)}`,
      'give a name in lower case without "https://", such as domain: "cruddur.com"',
    )
  if (given.certificate !== undefined && !isCertificateIn(given.certificate, given.region))
    report(
      given,
      'certificate-elsewhere',
      `environment ${show(given.name)} in ${show(given.region)} has certificate ${show(given.certificate)}`,
      `give the ARN of a certificate in that region: arn:aws:acm:${String(given.region)}:…:certificate/…; a load balancer takes no other`,
    )
  if (given.loadBalancer !== 'internet-facing' && given.loadBalancer !== 'internal')
    report(
      given,
      'load-balancer-scheme-unknown',
      `environment ${show(given.name)} has load balancer ${show(given.loadBalancer)}`,
      'give loadBalancer as "internet-facing" or "internal"',
    )
  if (given.cluster !== undefined && !/^[A-Za-z0-9_-]{1,255}$/.test(String(given.cluster)))
    report(
      given,
      'cluster-malformed',
      `environment ${show(given.name)} has cluster ${show(given.cluster)}`,
      'give the name of an ECS cluster, not its ARN; "aws ecs list-clusters" lists them',
    )
}

const isDomain = (given: unknown) =>
  typeof given === 'string' && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(given)

const isCertificateIn = (given: unknown, region: unknown) =>
  typeof given === 'string' &&
  given.startsWith('arn:aws') &&
  given.split(':')[2] === 'acm' &&
  given.split(':')[3] === region
