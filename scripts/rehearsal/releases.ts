import { join } from 'node:path'
import { slugOf } from '#model'
import { signUp } from './accounts.ts'
import { ask, expectThat } from './ask.ts'
import { converse } from './converse.ts'
import { applyChange, release } from './git.ts'
import { type JourneysGiven, startJourneys } from './journeys.ts'
import { type Load, startLoad } from './load.ts'
import type { Rehearsing } from './rehearsing.ts'
import type { Screen } from './screen.ts'
import { followRelease, newestExecution } from './stage-release.ts'
import type { Rollout } from './summary.ts'
import { type RunWorkflows, workflowsOn } from './workflows-on.ts'

/** Where a user finds the app. */
export interface Urls {
  readonly api: string
  readonly site?: string
}

const urlsOf = async ({ cloud, delivery, environment, machine }: Rehearsing): Promise<Urls> => {
  const exports = await cloud.stacks.exports()
  const prefix = `${delivery.name}-${environment.name}`
  const api = machine.elb.urlOf(exports.get(`${prefix}-cluster-loadBalancerDns`) ?? '', 80)
  const site =
    delivery.sites[0] &&
    machine.cloudfront.urlOf(exports.get(`${prefix}-site-${delivery.sites[0].name}-distributionId`) ?? '')
  expectThat(api !== undefined, 'the load balancer should have an address', api)
  return { api: api ?? '', ...(site && { site }) }
}

// The app says which commit it is; so does the site.
const releaseAt = async (url: string, health: string): Promise<string> => {
  const { status, body } = await ask(`${url}${health}`)
  expectThat(status === 200, `GET ${health} through the load balancer should be 200`, { status, body })
  return String(JSON.parse(body).release)
}

const visitSite = async (screen: Screen, site: string, commit: string, health: string): Promise<void> => {
  const page = await ask(`${site}/`)
  expectThat(page.status === 200 && page.type.includes('text/html'), 'the site should answer with its page', page)
  expectThat(
    page.body.includes(commit),
    `the page should carry release ${commit.slice(0, 12)}`,
    page.body.slice(0, 400),
  )
  const script = /<script[^>]+src="([^"]+)"/.exec(page.body)?.[1]
  const asset = await ask(`${site}${script}`)
  expectThat(
    asset.status === 200 && asset.type.includes('javascript'),
    'its script should be served as JavaScript',
    asset.type,
  )
  expectThat(
    asset.body.includes('react') || asset.body.length > 50_000,
    'its script should be the React bundle',
    asset.body.length,
  )
  const missing = await ask(`${site}/assets/gone.js`)
  expectThat(missing.status >= 400, 'a missing asset should never be answered with a page', missing.status)
  const through = await releaseAt(site, health)
  screen.good(
    `the site is served with release ${commit.slice(0, 12)}, and calls the API (release ${through.slice(0, 12)})`,
  )
}

interface Merge {
  readonly title: string
  readonly patch?: string
  /** Called when tasks begin to be replaced. */
  readonly onRollout?: () => void
}

interface Merged {
  readonly commit: string
  readonly succeeded: boolean
  readonly says: readonly string[]
}

// Commits, merges and pushes; from there on the pipeline and the workflows start by themselves.
const merge = async (
  given: Rehearsing,
  { title, patch, onRollout }: Merge,
  workflows: RunWorkflows,
): Promise<Merged> => {
  const { git, repository, delivery, screen } = given
  const before = await newestExecution(given)
  if (patch) await applyChange(git, repository, join(given.patches, patch), title)
  const commit = await release(git, repository, delivery.repo.release, `Release: ${title}`)
  screen.good(`merged ${commit.slice(0, 12)} to ${delivery.repo.release}: ${title}`)
  const [released] = await Promise.all([
    followRelease(given, { commit, before, ...(onRollout && { onRollout }) }),
    workflows(commit),
  ])
  return { commit, succeeded: released.succeeded, says: released.events.map((event) => event.says) }
}

// Users call the app while something happens; they stop whatever becomes of it, or they would keep this process alive.
const underLoad = async <Done>(load: Load, work: () => Promise<Done>): Promise<Done> => {
  try {
    return await work()
  } finally {
    await load.stop()
  }
}

const served = async (load: Load, screen: Screen, title: string): Promise<Rollout> => {
  const seen = await load.stop()
  const say = `users made ${seen.requests} requests meanwhile, ${seen.failed} failed`
  if (seen.failed === 0) screen.good(say)
  else screen.bad(`${say}: ${JSON.stringify(seen.failures)}`)
  expectThat(seen.failed === 0, 'no request should fail while a release rolls out', seen.failures)
  expectThat(seen.requests > 0, 'users should have called the app', seen.requests)
  return { title, served: seen }
}

const journeysOf = ({ root, machine, delivery, env, screen }: Rehearsing, { site }: Urls): JourneysGiven => ({
  site,
  folder: join(root, delivery.sites[0]?.folder ?? ''),
  mail: `${machine.aws.endpoint}/_local/mail`,
  env,
  rehearsal: machine.processes.id,
  screen,
})

const authorize = async ({ cloud, machine, screen, delivery, environment }: Rehearsing): Promise<void> => {
  for (const { arn, status } of machine.connections.connections()) {
    if (status !== 'PENDING') continue
    screen.line(
      'codeconnections',
      `the connection to ${slugOf(delivery.repo)} is PENDING; on AWS a person finishes it in the console, here we do`,
    )
    machine.connections.authorize(arn)
  }
  await cloud.stacks.observe(`${delivery.name}-${environment.name}-cicd`)
}

/** Three releases: the first one, a visible change under load, and one whose health check fails and is rolled back. */
export const releases = async (
  given: Rehearsing,
): Promise<{ readonly rollouts: readonly Rollout[]; readonly urls: Urls }> => {
  const { screen, delivery, machine } = given
  const health = delivery.services[0]?.container.health ?? '/'
  const workflows = await workflowsOn(given)
  try {
    await authorize(given)
    const first = await screen.stage('First release: test, build, migrate, deploy', async () => {
      const merged = await merge(given, { title: 'the repository as it stands' }, workflows)
      expectThat(merged.succeeded, 'the first release should succeed', merged.says.at(-1))
      return merged
    })
    const urls = await urlsOf(given)
    const users = await screen.stage('Call the app as a user', async () => {
      const answered = await releaseAt(urls.api, health)
      expectThat(answered === first.commit, `the app should be release ${first.commit}`, answered)
      screen.good(`GET ${health} through the load balancer: 200, release ${answered.slice(0, 12)}`)
      if (urls.site) await visitSite(screen, urls.site, first.commit, health)
      const join = (handle: string) => signUp(machine, urls.api, handle)
      const [ada, grace, alan] = await Promise.all([join('ada'), join('grace'), join('alan')])
      screen.good('ada, grace and alan signed up with the codes they were mailed, and in')
      await converse(urls.api, ada, grace)
      screen.good('ada wrote to grace, who sees the last message: the function on the stream of the table moved it')
      return [ada, grace, alan]
    })
    const second = await screen.stage('Second release, a visible change, while users call the app', async () => {
      const load = startLoad(urls.api, users)
      const journeys = startJourneys(journeysOf(given, urls))
      const change = { title: 'a visible change', patch: 'visible-change.patch', onRollout: journeys.begin }
      const merged = await underLoad(load, async () => {
        const done = await merge(given, change, workflows)
        await journeys.end()
        return done
      })
      const rollout = await served(load, screen, 'a visible change')
      expectThat(merged.succeeded, 'the second release should succeed', merged.says.at(-1))
      expectThat(
        (await releaseAt(urls.api, health)) === merged.commit,
        'the app should be the new release',
        merged.commit,
      )
      if (urls.site) await visitSite(screen, urls.site, merged.commit, health)
      return { ...merged, rollout }
    })
    const third = await screen.stage(
      'Third release, whose health check fails: rolled back while users call the app',
      async () => {
        const load = startLoad(urls.api, users)
        const change = { title: 'a health check that fails', patch: 'failing-health.patch' }
        const merged = await underLoad(load, () => merge(given, change, workflows))
        const rollout = await served(load, screen, 'a failing health check')
        expectThat(!merged.succeeded, 'the third release should fail', merged.says.at(-1))
        expectThat(
          merged.says.some((says) => /CACHE_URL is not set/.test(says)),
          'the watcher should show the last log lines of a stopped task',
          merged.says.slice(-5),
        )
        expectThat(
          (await releaseAt(urls.api, health)) === second.commit,
          'the app should still be the second release',
          second.commit,
        )
        screen.good(`rolled back: the app is still release ${second.commit.slice(0, 12)}, and users noticed nothing`)
        return rollout
      },
    )
    return { rollouts: [second.rollout, third], urls }
  } finally {
    await workflows.stop()
  }
}
