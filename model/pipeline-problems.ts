// What can be wrong with the pipelines and workflows of a configuration. Nothing here trusts a type.
import { workflowChoices } from './workflow-choice.ts'

type Loose = Readonly<Record<string, unknown>>
type Report = (at: unknown, code: string, says: string, fix: string) => void

const isLoose = (given: unknown): given is Loose => typeof given === 'object' && given !== null
const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])
const show = (given: unknown): string => (given === undefined ? 'nothing' : (JSON.stringify(given) ?? String(given)))
const nameOf = (given: unknown): string => (isLoose(given) ? show(given.name) : show(given))

interface Where {
  readonly services: readonly unknown[]
  readonly environments: readonly unknown[]
}

/** Everything wrong with `pipelines`, `infrastructure`, `workflows` and `permissionsBoundary`. */
export const reportPipelines = (report: Report, given: Loose, here: object): void => {
  const where: Where = { services: list(given.services), environments: list(given.environments) }
  if (given.pipelines !== undefined) {
    const pipelines = list(given.pipelines)
    for (const each of pipelines) reportPipeline(report, each, { ...where, here })
    reportReleases(report, pipelines.filter(isLoose), where)
  }
  if (given.infrastructure !== undefined) reportInfrastructure(report, given.infrastructure, { ...where, here })
  for (const each of list(given.workflows))
    if (!workflowChoices.some((known) => known === each))
      report(
        here,
        'workflow-unknown',
        `there is no workflow ${show(each)} to choose`,
        `choose among ${workflowChoices.join(', ')}`,
      )
  const { permissionsBoundary: boundary } = given
  if (boundary !== undefined && (typeof boundary !== 'string' || !/^[\w+=,.@/-]{1,128}$/.test(boundary)))
    report(
      here,
      'boundary-malformed',
      `permissions boundary ${show(boundary)} is no policy name`,
      'give the name of a managed policy that exists in every account, such as "team-boundary"',
    )
}

type Here = Where & { readonly here: object }

const reportPipeline = (report: Report, given: unknown, { services, environments, here }: Here) => {
  if (!isLoose(given) || given.kind !== 'release-pipeline')
    return report(
      here,
      'pipeline-malformed',
      `a pipeline is ${show(given)}`,
      "make it with releasePipeline('release', { … })",
    )
  const { name } = given
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 20)
    report(
      given,
      'name-malformed',
      `pipeline name ${show(name)} cannot be a name`,
      'use lower-case words joined by "-", at most 20 characters, such as "release"',
    )
  else if (name === 'infrastructure')
    report(given, 'name-taken', 'pipeline name "infrastructure" is taken', 'give this pipeline another name')
  for (const each of list(given.services))
    if (!services.includes(each))
      report(
        given,
        'service-not-delivered',
        `pipeline ${show(name)} releases service ${nameOf(each)}, which is not delivered`,
        'add that service to services: [ … ] of the delivery',
      )
  reportEnvironments(report, given, environments)
  if (given.rollback === true && given.mode === 'PARALLEL')
    report(
      given,
      'rollback-in-parallel',
      `pipeline ${show(name)} rolls a stage back, which CodePipeline does not do in PARALLEL mode`,
      "leave mode out, or give mode: 'queued'",
    )
  reportSmoke(report, given, environments)
  reportPaths(report, given)
  reportVariables(report, given)
  reportNotify(report, given)
}

const reportEnvironments = (report: Report, given: Loose, environments: readonly unknown[]) => {
  const promotes = given.promotes === undefined ? [] : [given.promotes]
  for (const each of [...list(given.environments), ...promotes])
    if (!environments.includes(each))
      report(
        given,
        'environment-not-delivered',
        `pipeline ${nameOf(given)} names environment ${nameOf(each)}, which is not delivered to`,
        'add that environment to environments: [ … ] of the delivery',
      )
  if (given.promotes !== undefined && (!given.environments || list(given.environments).includes(given.promotes)))
    report(
      given,
      'promotes-itself',
      `pipeline ${nameOf(given)} takes its images from environment ${nameOf(given.promotes)}, to which it also releases`,
      'name the environments that come after it: environments: [production]',
    )
}

// Commands actions run outside of the VPC. AWS CodePipeline User Guide, "Commands action reference".
const reportSmoke = (report: Report, given: Loose, environments: readonly unknown[]) => {
  if (!isLoose(given.smoke)) return
  const { path } = given.smoke
  if (path !== undefined && (typeof path !== 'string' || !/^\/[^\s?#]*$/.test(path)))
    report(
      given,
      'smoke-path-malformed',
      `the smoke check of pipeline ${nameOf(given)} asks for ${show(path)}`,
      'give a path that starts with "/", such as path: "/health"',
    )
  for (const each of given.environments ? list(given.environments) : environments) {
    if (!isLoose(each)) continue
    if (each.loadBalancer === 'internal')
      report(
        given,
        'smoke-unreachable',
        `the smoke check of pipeline ${nameOf(given)} cannot reach the internal load balancer of ${nameOf(each)}`,
        'leave smoke out of the pipeline for that environment; ECS asks for the health path itself',
      )
    if (each.certificate !== undefined && each.domain === undefined)
      report(
        given,
        'smoke-without-domain',
        `environment ${nameOf(each)} has a certificate but no domain for the smoke check to verify it against`,
        "give the environment the domain of its certificate: domain: 'example.com'",
      )
  }
}

const reportPaths = (report: Report, given: Loose) => {
  const { paths } = given
  if (paths === 'any' || paths === 'services') return
  const includes = isLoose(paths) ? list(paths.includes) : []
  const excludes = isLoose(paths) ? list(paths.excludes) : []
  if (includes.length + excludes.length === 0 || includes.length > 24 || excludes.length > 8)
    report(
      given,
      'paths-malformed',
      `pipeline ${nameOf(given)} starts on paths ${show(paths)}`,
      "give 'services', or includes (at most 24 patterns) and excludes (at most 8) as CodePipeline takes them",
    )
}

const reportVariables = (report: Report, given: Loose) => {
  const variables = isLoose(given.variables) ? Object.entries(given.variables) : []
  for (const [key, value] of variables)
    if (!/^[A-Za-z0-9@_-]{1,128}$/.test(key) || !isLoose(value) || typeof value.default !== 'string' || !value.default)
      report(
        given,
        'pipeline-variable-malformed',
        `variable ${show(key)} of pipeline ${nameOf(given)} is ${show(value)}`,
        "give it a name of letters, digits, @, _ and -, and a default for executions that a push starts: { default: 'no' }",
      )
}

const reportNotify = (report: Report, given: Loose) => {
  if (!isLoose(given.notify)) return
  const { email, slack } = given.notify
  const addresses = list(email)
  if (addresses.length === 0 && !isLoose(slack))
    report(
      given,
      'notify-nobody',
      `the pipeline notifies ${show(given.notify)}, which is nobody`,
      "give email: ['team@example.com'] or slack: { workspace, channel }",
    )
  for (const each of addresses)
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(each)))
      report(given, 'email-malformed', `${show(each)} is no email address`, 'write it as name@example.com')
  if (isLoose(slack) && !(/^[A-Z0-9]+$/.test(String(slack.workspace)) && /^[A-Za-z0-9]+$/.test(String(slack.channel))))
    report(
      given,
      'slack-malformed',
      `${show(slack)} names no workspace and channel`,
      "give their ids: slack: { workspace: 'T0123ABCD', channel: 'C0123ABCD' }",
    )
}

// The image parameter of a service has one writer per environment, and a service without one never gets a task.
const reportReleases = (report: Report, pipelines: readonly Loose[], { services, environments }: Where) => {
  const names = pipelines.map(({ name }) => name)
  for (const each of pipelines.filter(({ name }, at) => names.indexOf(name) !== at))
    report(each, 'name-taken', `pipeline name ${nameOf(each)} is used twice`, 'give this pipeline another name')
  for (const environment of environments)
    for (const service of services) {
      const releasing = pipelines.filter(
        (each) =>
          (!each.environments || list(each.environments).includes(environment)) &&
          (!each.services || list(each.services).includes(service)),
      )
      if (releasing.length === 0)
        report(
          service,
          'service-not-released',
          `no pipeline releases service ${nameOf(service)} to ${nameOf(environment)}`,
          'add it to services: [ … ] of a pipeline, or leave services and environments out of one',
        )
      if (releasing.length > 1)
        report(
          releasing[1],
          'service-released-twice',
          `pipelines ${releasing.map(nameOf).join(' and ')} both release service ${nameOf(service)} to ${nameOf(environment)}`,
          'take it out of one of them: two writers of one service overwrite each other',
        )
    }
}

const reportInfrastructure = (report: Report, given: unknown, { environments, here }: Here) => {
  if (!isLoose(given) || given.kind !== 'infrastructure-pipeline')
    return report(
      here,
      'pipeline-malformed',
      `infrastructure is ${show(given)}`,
      "make it with infrastructurePipeline({ role: 'cloudformation-deploy' })",
    )
  if (typeof given.role !== 'string' || !/^[\w+=,.@-]{1,64}$/.test(given.role))
    report(
      given,
      'role-name-malformed',
      `the infrastructure pipeline gives CloudFormation the role ${show(given.role)}`,
      "give the name of a role that cloudformation.amazonaws.com may take: role: 'cloudformation-deploy'",
    )
  for (const each of list(given.environments))
    if (!environments.includes(each))
      report(
        given,
        'environment-not-delivered',
        `the infrastructure pipeline names environment ${nameOf(each)}, which is not delivered to`,
        'add that environment to environments: [ … ] of the delivery',
      )
  reportNotify(report, given)
}
