import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Delivery, Environment, Finding } from '#model'
import { printFinding, slugOf } from '#model'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { generate, manifestFrom } from '#pipelines/generate.ts'
import type { Manifest } from '#pipelines/manifest.ts'
import { packCode } from '#pipelines/pack-code.ts'
import { type Machine, startMachine } from '#rehearsal/machine.ts'
import { stopOnSignals } from '#rehearsal/processes/stop-on-signals.ts'
import { environmentOf } from '../environment.ts'
import { loadConfig } from '../load-config.ts'
import { paint } from '../paint.ts'
import { programs } from '../programs.ts'
import { systemClock } from '../session.ts'
import { differenceOf } from '../write-files.ts'
import { expectThat } from './ask.ts'
import { checkApart } from './check-apart.ts'
import { deployStage } from './deploy-stage.ts'
import { expectCommit, gitIn, prepareRepository, type Repository } from './git.ts'
import type { Rehearsing } from './rehearsing.ts'
import { releases } from './releases.ts'
import { type Screen, screen } from './screen.ts'
import { summary } from './summary.ts'

/** What a rehearsal is given. */
export interface RehearseGiven {
  readonly root: string
  readonly config: string
  /** End after the last check instead of leaving the app running. */
  readonly once: boolean
  readonly env: NodeJS.ProcessEnv
  readonly print: (text: string) => void
  readonly result: (result: unknown) => void
}

const load = async (given: RehearseGiven, show: Screen): Promise<Delivery> => {
  const delivery = await loadConfig(given.root, given.config)
  const { services, functions, sites, databases, tables, buckets, environments } = delivery
  const things = [...services, ...functions, ...sites, ...databases, ...tables, ...buckets].map(
    (each) => `${each.kind} ${each.name}`,
  )
  show.good(
    `${delivery.name}: ${things.join(', ')}; ${environments.map((each) => `${each.name} in ${each.region}`).join(', ')}`,
  )
  return delivery
}

const check = async (given: RehearseGiven, show: Screen): Promise<void> => {
  const { findings, templates, skipped } = await checkApart(programs().check, given)
  for (const { why, how } of skipped) show.line('cfn-lint', `skipped: ${why}; to get it: ${how}`)
  for (const finding of findings) show.bad(printFinding(finding))
  const errors: readonly Finding[] = findings.filter(({ severity }) => severity === 'error')
  expectThat(
    errors.length === 0,
    'the generated files should have no finding',
    errors.map(({ code }) => code),
  )
  show.good(`${templates.length} templates and everything that refers to them: no error`)
}

// Builds and jobs are served from what the set-up fetched: no network is needed.
const packagesOf = (given: RehearseGiven): Readonly<Record<string, string>> => {
  const cache = join(given.root, '.launchway', 'npm-cache')
  return {
    ...(existsSync(cache) && { npm_config_cache: cache, npm_config_offline: 'true' }),
    ...(given.env.NODE_EXTRA_CA_CERTS && { NODE_EXTRA_CA_CERTS: given.env.NODE_EXTRA_CA_CERTS }),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  }
}

const startLocal = (given: RehearseGiven, environment: Environment, show: Screen): Promise<Machine> => {
  return startMachine({
    port: 0,
    account: environment.account,
    region: environment.region,
    id: randomUUID(),
    env: given.env,
    programs: programs(),
    buildEnv: packagesOf(given),
    speed: 12,
    notice: ({ from, subject, says }) => {
      // The watcher prints what these say, through the API, as it would of AWS.
      if (!['codebuild', 'codepipeline', 'ecs', 'cloudformation'].includes(from)) show.line(from, `${subject}: ${says}`)
    },
  })
}

const finish = (
  given: RehearseGiven,
  show: Screen,
  outcome: Awaited<ReturnType<typeof releases>>,
  recorded: readonly string[],
) => {
  given.print(summary(show, outcome.rollouts, recorded, paint))
  given.result({ stages: show.times(), rollouts: outcome.rollouts, urls: outcome.urls, recorded })
}

interface Deployed {
  readonly delivery: Delivery
  readonly manifest: Manifest
}

// What exists in name only, by type.
const recordedTypes = (machine: Machine): readonly string[] => {
  const types = machine.aws.cloudformation.recorded().map(({ type }) => type)
  return [...new Set(types)].sort().map((type) => {
    const many = types.filter((each) => each === type).length
    return many > 1 ? `${type} (${many})` : type
  })
}

const rehearseOn = async (
  given: RehearseGiven,
  machine: Machine,
  show: Screen,
  { delivery, manifest }: Deployed,
): Promise<void> => {
  const environment = environmentOf(delivery, undefined)
  const env = {
    ...given.env,
    ...packagesOf(given),
    AWS_ENDPOINT_URL: machine.aws.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: environment.region,
  }
  const cloud = awsCloud({ region: environment.region, env, sleep: systemClock.sleep })
  const git = gitIn(given.env)
  const repository: Repository = await prepareRepository(git, {
    root: given.root,
    home: machine.home,
    bare: await machine.git.create(slugOf(delivery.repo)),
    files: generate(delivery),
  })
  if (repository.uncommitted > 0)
    show.line('git', `${repository.uncommitted} uncommitted files take no part: what is released is what is committed`)
  await show.stage('Preview every stack as a change set, then deploy in the order of the imports', () =>
    deployStage(cloud, manifest, show),
  )
  const rehearsing: Rehearsing = {
    root: given.root,
    cloud,
    delivery,
    environment,
    screen: show,
    machine,
    git,
    repository,
    env,
    patches: fileURLToPath(new URL('../scripts/rehearsal/', import.meta.url)),
  }
  const outcome = await releases(rehearsing)
  finish(given, show, outcome, recordedTypes(machine))
  if (given.once) return
  given.print(
    `\n   the app    ${outcome.urls.site ?? outcome.urls.api}\n   the API    ${outcome.urls.api}\n   local AWS  ${machine.aws.endpoint}\n\n   Ctrl-C ends it and leaves nothing behind.`,
  )
  await new Promise(() => {})
}

/** The whole delivery, rehearsed on this machine. Throws the first thing that is not as a user needs it. */
export const rehearse = async (given: RehearseGiven): Promise<void> => {
  const show = screen(given.print, paint, () => performance.now())
  const delivery = await show.stage(`Load ${given.config}`, () => load(given, show))
  await expectCommit(gitIn(given.env), given.root)
  await show.stage('Generate every artifact', async () => {
    const files = generate(delivery)
    const { stale, left } = differenceOf(given.root, files)
    const differ = stale.length + left.length
    show.good(
      `${files.length} files${differ > 0 ? `; ${differ} differ from the committed ones: run "launchway generate"` : ', all as committed'}`,
    )
  })
  // The check has a thread of its own; meanwhile this one builds and packages the functions, for this machine.
  const checked = show.stage('Check them: our rules, AWS’s validator, cfn-lint', () => check(given, show))
  const place = { root: given.root, env: { ...given.env, ...packagesOf(given), AWS_ENDPOINT_URL: 'http://127.0.0.1' } }
  const packed = (async () => manifestFrom(delivery, environmentOf(delivery, undefined), packCode(place)))()
  const [manifest] = await Promise.all([packed, checked])
  let ending = false
  const machine = await show.stage('Start the local AWS', async () => {
    const started = await startLocal(given, environmentOf(delivery, undefined), show)
    show.good(`${started.aws.endpoint}, ${started.aws.services.length} services`)
    return started
  })
  const forget = stopOnSignals(() => {
    ending = true
    given.print('\n   ending: stopping every process')
    return machine.stop()
  })
  try {
    await rehearseOn(given, machine, show, { delivery, manifest })
  } catch (error) {
    // Whatever fails while everything is being stopped is no failure; the signal ends this process.
    if (ending) await new Promise(() => {})
    throw error
  } finally {
    await machine.stop()
    forget()
  }
}
