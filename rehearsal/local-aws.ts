// Starts the local AWS: one process, one port on 127.0.0.1, the real wire protocols.
import { randomUUID } from 'node:crypto'
import { loadFacts } from '#cfn/analysis/replacement.ts'
import { type Clock, realClock } from './clock.ts'
import { type CloudFormationApi, cloudformation } from './cloudformation/cloudformation.ts'
import { type Core, coreServices } from './core.ts'
import { ec2 } from './ec2/ec2.ts'
import { recordedProvider } from './recorded/recorded.ts'
import { createServer, type Listening } from './server/create-server.ts'
import type { ResourceProvider, Service } from './service.ts'
import { type AddServices, noServices } from './services.ts'
import type { Notice, World } from './world.ts'

/** What a local AWS is started with. */
export interface LocalAwsOptions {
  /** 0 takes any free port; 4566 unless told. */
  readonly port?: number
  readonly clock?: Clock
  /** An empty directory that everything is written below. */
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly notice?: (notice: Notice) => void
  readonly account?: string
  readonly region?: string
  readonly id?: () => string
  readonly signal?: AbortSignal
  /** The services beyond S3, IAM, STS, SSM, Secrets Manager, EC2 and CloudFormation. */
  readonly services?: AddServices
}

/** A running local AWS. */
export interface LocalAws {
  readonly endpoint: string
  readonly world: World
  readonly services: readonly Service[]
  readonly core: Core
  readonly cloudformation: CloudFormationApi
  /** Ends listeners, child processes and stack operations. Safe to call twice. */
  readonly stop: () => Promise<void>
}

/** Starts a local AWS and resolves once it answers. */
export const startLocalAws = async (options: LocalAwsOptions): Promise<LocalAws> => {
  const { port = 4566, clock = realClock, notice, account = '111111111111', region = 'eu-west-1' } = options
  const ending = new AbortController()
  let listening: Listening | undefined
  const world: World = {
    account,
    region,
    clock,
    home: options.home,
    env: options.env,
    id: options.id ?? randomUUID,
    signal: options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal,
    notice: (given) => notice?.({ at: clock.now(), ...given }),
    endpoint: () => {
      if (!listening) throw new Error('the local AWS has no endpoint before it listens')
      return listening.endpoint
    },
  }
  const facts = await loadFacts()
  const { core, services: own, rest } = coreServices(world)
  const parts = { core, cloudformation: () => formation.api }
  const added = await (options.services ?? noServices)(world, parts)
  const providers = new Map<string, ResourceProvider>()
  const formation = cloudformation(world, {
    facts,
    sources: { object: core.s3.get, parameter: core.ssm.get, secret: core.secretsManager.resolve },
    provider: (type) => providers.get(type) ?? recordedProvider(type, facts),
  })
  const network = ec2(world, () => resourcesOf(formation.api))
  const services = [...own, ...added.services, network.service, formation.service]
  for (const [type, provider] of services.flatMap(({ resources }) => Object.entries(resources ?? {}))) {
    providers.set(type, provider)
  }
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    ending.abort()
    await listening?.stop()
    await Promise.all(services.map((service) => service.stop?.()))
    await formation.api.settled()
  }
  listening = await createServer({
    world,
    port,
    services,
    rest: { ...rest, ...added.rest },
    routes: added.routes ?? [],
    principal: core.sts.principal,
  }).catch(async (error) => {
    // What the services have begun ends too, or this process never would.
    await stop()
    throw error
  })
  return {
    endpoint: listening.endpoint,
    world,
    services,
    core,
    cloudformation: formation.api,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

const resourcesOf = ({ stacks }: CloudFormationApi) =>
  stacks().flatMap(({ resources }) =>
    [...resources.values()].flatMap(({ type, made, properties }) =>
      made ? [{ type, physicalId: made.physicalId, properties, attributes: made.attributes ?? {} }] : [],
    ),
  )
