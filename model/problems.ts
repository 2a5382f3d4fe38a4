// What can be wrong with a configuration. Configurations run without a type check, so nothing here trusts a type.
import type { Finding } from './finding.ts'
import { reportPipelines } from './pipeline-problems.ts'
import { placeOf } from './place.ts'

type Loose = Readonly<Record<string, unknown>>
type Report = (at: unknown, code: string, says: string, fix: string) => void

const show = (given: unknown): string => (given === undefined ? 'nothing' : (JSON.stringify(given) ?? String(given)))
const isLoose = (given: unknown): given is Loose => typeof given === 'object' && given !== null
const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])
const isName = (given: unknown, most: number) =>
  typeof given === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(given) && given.length <= most
const isWhole = (given: unknown, least: number, most: number) =>
  typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most
const isInside = (given: unknown) =>
  typeof given === 'string' && given !== '' && !given.startsWith('/') && !given.split('/').includes('..')

const checkName = (report: Report, at: unknown, what: string, given: unknown, most = 20) => {
  if (!isName(given, most))
    report(
      at,
      'name-malformed',
      `${what} name ${show(given)} cannot be a name`,
      `use lower-case words joined by "-", at most ${most} characters, such as "${what.split(' ').at(-1)}"`,
    )
}

/** The vCPU and memory pairs that Fargate offers. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const memoryOf: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
}

const isFargate = (cpu: unknown, memory: unknown) => {
  const range = typeof cpu === 'number' ? memoryOf[cpu] : undefined
  if (!range || typeof memory !== 'number') return false
  const [least, most, step] = range
  return (
    memory >= least && memory <= most && (memory % step === 0 || memory === least) && !(cpu === 256 && memory === 1536)
  )
}

const checkRepo = (report: Report, repo: unknown, here: unknown) => {
  if (!isLoose(repo) || repo.kind !== 'repo')
    return report(here, 'repo-missing', `repo is ${show(repo)}`, "add repo: github('owner/name')")
  if (!/^[A-Za-z0-9-]+$/.test(String(repo.owner)) || !/^[\w.-]+$/.test(String(repo.name)))
    report(
      repo,
      'repo-malformed',
      `repository ${show([repo.owner, repo.name].filter(Boolean).join('/'))} is not of the form owner/name`,
      "write it as GitHub does: github('owner/name')",
    )
  if (typeof repo.release !== 'string' || !/^[\w./-]+$/.test(repo.release))
    report(
      repo,
      'branch-malformed',
      `release branch ${show(repo.release)} is no branch name`,
      "use one, such as release: 'production'",
    )
}

const checkEnvironment = (report: Report, given: unknown, here: unknown) => {
  if (!isLoose(given) || given.kind !== 'environment')
    return report(
      here,
      'environment-malformed',
      `an environment is ${show(given)}`,
      "make it with environment('production', { … })",
    )
  checkName(report, given, 'environment', given.name, 16)
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
}

const checkUse = (report: Report, use: unknown, service: Loose) => {
  if (!isLoose(use) || !isLoose(use.to) || typeof use.may !== 'string')
    return report(
      service,
      'use-malformed',
      `service ${show(service.name)} uses ${show(use)}`,
      'give what a store allows, such as database.connect() or messages.readWrite()',
    )
  const { to } = use
  if (to.kind === 'postgres') {
    checkName(report, to, 'database', to.name)
    if (!/^db\.[a-z0-9]+\.[a-z0-9]+$/.test(String(to.class)))
      report(
        to,
        'database-class-unknown',
        `database ${show(to.name)} has class ${show(to.class)}`,
        'give an RDS class such as class: "db.t4g.micro"',
      )
    if (!isWhole(to.backupDays, 1, 35))
      report(
        to,
        'database-without-backups',
        `database ${show(to.name)} keeps backups for ${show(to.backupDays)} days`,
        'give backupDays from 1 to 35',
      )
  }
  if (to.kind === 'table') {
    checkName(report, to, 'table', to.name)
    if (typeof to.partitionKey !== 'string' || to.partitionKey === '')
      report(
        to,
        'table-without-key',
        `table ${show(to.name)} has no partition key`,
        "give its key: table('messages', { key: ['pk', 'sk'] })",
      )
  }
  if (to.kind === 'secret') checkName(report, to, 'secret', to.name, 40)
}

const checkService = (report: Report, given: unknown, here: unknown) => {
  if (!isLoose(given) || given.kind !== 'service')
    return report(here, 'service-malformed', `a service is ${show(given)}`, "make it with service('api', { … })")
  checkName(report, given, 'service', given.name)
  const container = isLoose(given.container) ? given.container : {}
  if (!isWhole(container.port, 1, 65535))
    report(
      given,
      'port-out-of-range',
      `service ${show(given.name)} has port ${show(container.port)}`,
      'give the port it listens on, from 1 to 65535',
    )
  if (typeof container.health !== 'string' || !/^\/[^\s?#]*$/.test(container.health))
    report(
      given,
      'health-path-malformed',
      `service ${show(given.name)} has health path ${show(container.health)}`,
      'give a path that starts with "/", such as health: "/health"',
    )
  if (!isFargate(given.cpu, given.memory))
    report(
      given,
      'fargate-size-unknown',
      `service ${show(given.name)} asks for cpu ${show(given.cpu)} with memory ${show(given.memory)}, which Fargate does not offer`,
      fargateFix(given.cpu),
    )
  const scale = isLoose(given.scale) ? given.scale : {}
  if (!isWhole(scale.min, 1, 1000) || !isWhole(scale.max, 1, 1000) || Number(scale.min) > Number(scale.max))
    report(
      given,
      'scale-malformed',
      `service ${show(given.name)} scales from ${show(scale.min)} to ${show(scale.max)}`,
      'give whole numbers from 1 to 1000 with min at most max',
    )
  checkDeploy(report, given)
  if (!isLoose(given.image) || given.image.kind !== 'image')
    report(
      given,
      'service-without-image',
      `service ${show(given.name)} has image ${show(given.image)}`,
      "say what it runs: image: image('app')",
    )
  else if (!isInside(given.image.context) || !isInside(given.image.dockerfile))
    report(
      given.image,
      'path-outside-repository',
      `image has context ${show(given.image.context)} and Dockerfile ${show(given.image.dockerfile)}`,
      'give paths below the repository, such as image("app")',
    )
  if (!Array.isArray(given.uses))
    report(
      given,
      'use-malformed',
      `service ${show(given.name)} uses ${show(given.uses)}`,
      'give a list: uses: [database.connect()]',
    )
  for (const use of list(given.uses)) checkUse(report, use, given)
}

const fargateFix = (cpu: unknown): string => {
  const range = typeof cpu === 'number' ? memoryOf[cpu] : undefined
  return range
    ? `with cpu ${cpu}, give memory from ${range[0]} to ${range[1]} in steps of ${range[2]}${cpu === 256 ? ' (512, 1024 or 2048)' : ''}`
    : `give cpu as one of ${Object.keys(memoryOf).join(', ')}`
}

const checkDeploy = (report: Report, given: Loose) => {
  const deploy = isLoose(given.deploy) ? given.deploy : {}
  const least = deploy.minimumHealthyPercent
  const most = deploy.maximumPercent
  if (!isWhole(least, 0, 100) || !isWhole(most, 100, 1000) || (least === 100 && most === 100))
    report(
      given,
      'deployment-cannot-progress',
      `service ${show(given.name)} deploys between ${show(least)} % and ${show(most)} % of its tasks`,
      'leave room for a new task: rolling({ minimumHealthyPercent: 100, maximumPercent: 200 })',
    )
}

const checkSite = (report: Report, given: unknown, here: unknown, services: readonly unknown[]) => {
  if (!isLoose(given) || given.kind !== 'site')
    return report(here, 'site-malformed', `a site is ${show(given)}`, "make it with site('web', { … })")
  checkName(report, given, 'site', given.name)
  for (const key of ['folder', 'output'] as const)
    if (!isInside(given[key]))
      report(
        given,
        'path-outside-repository',
        `site ${show(given.name)} has ${key} ${show(given[key])}`,
        `give ${key} as a path below the repository`,
      )
  if (typeof given.build !== 'string' || given.build === '')
    report(
      given,
      'site-without-build',
      `site ${show(given.name)} has build ${show(given.build)}`,
      "give the command that builds it: build: 'npm run build'",
    )
  if (given.api !== undefined && !services.includes(given.api))
    report(
      given,
      'service-not-delivered',
      `site ${show(given.name)} calls a service that is not delivered`,
      'add that service to services: [ … ]',
    )
}

const checkTwice = (report: Report, what: string, given: readonly unknown[]) => {
  const seen = new Map<unknown, unknown>()
  for (const each of given) {
    if (!isLoose(each)) continue
    const same = seen.get(each.name)
    if (same !== undefined && same !== each)
      report(each, 'name-taken', `${what} name ${show(each.name)} is used twice`, `give this ${what} another name`)
    else seen.set(each.name, each)
  }
}

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
  checkName(report, here, 'delivery', given.name, 16)
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
  checkTwice(report, 'environment', environments)
  checkTwice(report, 'service', services)
  checkTwice(report, 'site', sites)
  const stores = [
    ...new Set(
      services
        .flatMap((each) => (isLoose(each) ? list(each.uses) : []))
        .map((use) => (isLoose(use) ? use.to : undefined)),
    ),
  ]
  for (const kind of ['postgres', 'table', 'secret'])
    checkTwice(
      report,
      kind === 'postgres' ? 'database' : kind,
      stores.filter((store) => isLoose(store) && store.kind === kind),
    )
  return findings
}
