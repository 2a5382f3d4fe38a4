import { isLoose, type Loose, list, type Report, show } from './report.ts'

interface All {
  readonly environments: readonly unknown[]
  readonly services: readonly unknown[]
  readonly sites: readonly unknown[]
}

/** What is wrong only together: each value alone could stand. */
export const checkTogether = (report: Report, { environments, services, sites }: All) => {
  for (const service of services.filter(isLoose)) {
    checkCalls(report, service, services)
    for (const environment of environments.filter(isLoose)) checkPlace(report, service, environment)
    checkWhere(report, service, environments)
    for (const use of list(service.uses).filter(isLoose))
      if (isLoose(use.to) && use.to.kind === 'postgres') checkWhere(report, use.to, environments)
  }
  const fronted = sites.filter(isLoose).filter((site) => site.api !== undefined)
  for (const environment of environments.filter(isLoose))
    for (const site of fronted) checkFront(report, site, environment)
  const [first] = fronted
  for (const site of fronted)
    if (first && site.api !== first.api)
      report(
        site,
        'api-path-taken',
        `sites ${show(first.name)} and ${show(site.name)} have different services for their API, and one load balancer sends /api/* to one of them`,
        `give both the same api, or leave api out of one and call its service under its own path, ${pathOf(site.api)}`,
      )
}

const pathOf = (service: unknown) => (isLoose(service) ? `/${String(service.name)}/*` : 'that of its name')

const checkCalls = (report: Report, service: Loose, services: readonly unknown[]) => {
  for (const called of list(service.calls).filter(isLoose)) {
    if (!services.includes(called))
      report(
        service,
        'service-not-delivered',
        `service ${show(service.name)} calls ${show(called.name)}, which is not delivered`,
        'add that service to services: [ … ], as the same value; .in(…) gives a new one',
      )
    if (isLoose(called.deploy) && called.deploy.kind === 'code-deploy')
      report(
        called,
        'calls-need-ecs-deployment',
        `service ${show(called.name)} is called by name, which Service Connect does not offer to services of CodeDeploy's`,
        'deploy it with blueGreen(), canary() or linear()',
      )
  }
}

// The daemon's image lies in a public registry, which no interface endpoint reaches.
const checkPlace = (report: Report, service: Loose, environment: Loose) => {
  const settings = list(service.overrides)
    .map(list)
    .filter(([where]) => where === environment)
    .map(([, each]) => each)
    .filter(isLoose)
  const tracing = settings.reduce<unknown>((before, each) => each.tracing ?? before, service.tracing)
  const closed = isLoose(environment.network) && environment.network.nat === 'none'
  if (tracing === true && closed)
    report(
      service,
      'sidecar-out-of-reach',
      `service ${show(service.name)} traces in ${show(environment.name)}, whose network cannot reach the daemon's public registry`,
      'give that network nat: "single", or turn tracing off there: .in(…, { tracing: false })',
    )
  const commands = settings.reduce<unknown>((before, each) => each.spot ?? before, service.spot)
  if (commands !== undefined && environment.cluster !== undefined)
    report(
      service,
      'cluster-capacity-unknown',
      `service ${show(service.name)} asks for Fargate Spot in the cluster ${show(environment.cluster)}, which is not ours to give it`,
      'leave spot out, or let the environment make its own cluster',
    )
}

const checkWhere = (report: Report, of: Loose, environments: readonly unknown[]) => {
  for (const [where] of list(of.overrides).map(list))
    if (isLoose(where) && !environments.includes(where))
      report(
        of,
        'environment-not-delivered',
        `${String(of.kind)} ${show(of.name)} differs in ${show(where.name)}, which is not delivered`,
        'add that environment to environments: [ … ]',
      )
}

// CloudFront reaches the load balancer over the internet, under a name that its certificate carries.
const checkFront = (report: Report, site: Loose, environment: Loose) => {
  if (environment.loadBalancer === 'internal')
    report(
      site,
      'api-out-of-reach',
      `site ${show(site.name)} calls its API through a load balancer that is internal in ${show(environment.name)}`,
      'make the load balancer internet-facing, or leave api out of the site',
    )
  if (environment.certificate !== undefined && environment.domain === undefined)
    report(
      site,
      'api-without-name',
      `site ${show(site.name)} calls its API over HTTPS in ${show(environment.name)}, which has a certificate and no domain`,
      'give the environment the domain that the certificate is for',
    )
}
