import { codeDeployEvents, hookStages } from '../deployment.ts'
import { isLoose, isWhole, type Loose, list, type Report, show } from './report.ts'

const kinds = ['rolling', 'blue-green', 'canary', 'linear', 'code-deploy']

/** What can be wrong with how a service is deployed. */
export const checkDeployment = (report: Report, given: Loose, at: Loose) => {
  const deploy = isLoose(given.deploy) ? given.deploy : {}
  if (!kinds.includes(String(deploy.kind)))
    return report(
      at,
      'deployment-unknown',
      `service ${show(given.name)} deploys by ${show(given.deploy)}`,
      'make it with rolling(), blueGreen(), canary(), linear() or codeDeploy()',
    )
  if (deploy.kind === 'rolling') return checkRolling(report, given, at)
  if (deploy.kind === 'code-deploy') checkCodeDeploy(report, given, at)
  else checkShift(report, given, at)
  // Application Auto Scaling User Guide, "Target tracking": the metric follows one target group, the tasks change theirs.
  if (isLoose(given.scale) && given.scale.requestsPerTask !== undefined)
    report(
      at,
      'requests-follow-one-target-group',
      `service ${show(given.name)} scales by requests, which cannot follow the tasks from one target group to the other`,
      'scale by cpu or memory, or deploy with rolling()',
    )
}

const checkRolling = (report: Report, given: Loose, at: Loose) => {
  const deploy = isLoose(given.deploy) ? given.deploy : {}
  const least = deploy.minimumHealthyPercent
  const most = deploy.maximumPercent
  if (!isWhole(least, 0, 100) || !isWhole(most, 100, 1000) || (least === 100 && most === 100))
    report(
      at,
      'deployment-cannot-progress',
      `service ${show(given.name)} deploys between ${show(least)} % and ${show(most)} % of its tasks`,
      'leave room for a new task: rolling({ minimumHealthyPercent: 100, maximumPercent: 200 })',
    )
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html: 0 to 1,440 minutes.
const minutes = 1440

const checkShift = (report: Report, given: Loose, at: Loose) => {
  const deploy = isLoose(given.deploy) ? given.deploy : {}
  const waits = [deploy.bakeMinutes, deploy.kind === 'canary' ? deploy.waitMinutes : 0]
  const step = deploy.kind === 'linear' ? deploy.stepMinutes : 0
  if (![...waits, step].every((each) => isWhole(each, 0, minutes)))
    report(
      at,
      'deployment-time-out-of-range',
      `service ${show(given.name)} waits for ${show([...waits, step])} minutes`,
      `give whole minutes from 0 to ${minutes}`,
    )
  const percent = deploy.kind === 'canary' ? deploy.percent : deploy.kind === 'linear' ? deploy.stepPercent : 50
  const least = deploy.kind === 'linear' ? 3 : 1
  if (typeof percent !== 'number' || percent < least || percent >= 100)
    report(
      at,
      'deployment-share-out-of-range',
      `service ${show(given.name)} shifts ${show(percent)} % of its traffic at first`,
      `give a percentage from ${least} to below 100`,
    )
  for (const hook of list(deploy.hooks))
    if (!isLoose(hook) || !isFunction(hook.function) || !isStages(hook.stages))
      report(
        at,
        'hook-malformed',
        `service ${show(given.name)} has hook ${show(hook)}`,
        `give the ARN of a Lambda function and stages out of ${hookStages.join(', ')}`,
      )
  const header = deploy.testHeader
  if (header !== undefined && !(isLoose(header) && isHeader(header.name) && typeof header.value === 'string'))
    report(
      at,
      'test-header-malformed',
      `service ${show(given.name)} has test header ${show(header)}`,
      'give a name and a value: testHeader: { name: "x-release", value: "next" }',
    )
}

const checkCodeDeploy = (report: Report, given: Loose, at: Loose) => {
  const deploy = isLoose(given.deploy) ? given.deploy : {}
  const hooks = isLoose(deploy.hooks) ? Object.entries(deploy.hooks) : []
  for (const [event, name] of hooks)
    if (!codeDeployEvents.some((each) => each === event) || !isFunction(name))
      report(
        at,
        'hook-malformed',
        `service ${show(given.name)} calls ${show(name)} at ${event}`,
        `give the ARN of a Lambda function at one of ${codeDeployEvents.join(', ')}`,
      )
  if (!isWhole(deploy.terminateAfterMinutes, 0, 2880))
    report(
      at,
      'deployment-time-out-of-range',
      `service ${show(given.name)} keeps its old tasks for ${show(deploy.terminateAfterMinutes)} minutes`,
      'give whole minutes from 0 to 2880',
    )
  if (list(given.calls).length > 0)
    report(
      at,
      'calls-need-ecs-deployment',
      `service ${show(given.name)} calls others by name, which Service Connect does not offer to services of CodeDeploy's`,
      'deploy with blueGreen(), canary() or linear()',
    )
}

const isFunction = (given: unknown) => /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w:$-]+$/.test(String(given))
const isStages = (given: unknown) =>
  list(given).length > 0 && list(given).every((stage) => hookStages.some((each) => each === stage))
const isHeader = (given: unknown) => /^[A-Za-z0-9_-]{1,40}$/.test(String(given))
