import { type Deployment, rolling } from './deployment.ts'
import type { Environment } from './environment.ts'
import { kebab, type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { Use } from './store.ts'

/** How an image is made and proved: the folder with its Dockerfile, and the commands that test and migrate. */
export interface Image {
  readonly kind: 'image'
  /** The Docker context, from the repository's root. Builds see nothing outside it. */
  readonly context: string
  /** The Dockerfile, from the context. */
  readonly dockerfile: string
  /** Run in the context before the image is built, in order. */
  readonly test: readonly string[]
  /** The runtimes that the test commands need from CodeBuild's image. */
  readonly runtimes: Readonly<Record<string, string>>
  /** The JUnit XML that the test commands write, from the context. */
  readonly report?: string
  /** The coverage report that the test commands write, from the context. */
  readonly coverage?: Coverage
  /** `registry` keeps BuildKit's layers in the image's own repository; `local` on the build host, while it lives. */
  readonly cache: 'local' | 'registry'
  /** Keeps a list of what the image holds (SPDX), attached to it and among the build's artifacts. */
  readonly sbom: boolean
  /** Refuses an image in which the registry's scan finds something this grave. */
  readonly refuse?: 'CRITICAL' | 'HIGH'
  /** Run inside the new image before it takes traffic; must only add to the schema. */
  readonly migrate?: string
  /** The processor it is built for and runs on. */
  readonly platform: 'linux/amd64' | 'linux/arm64'
  /** Pages that nginx serves: how they are built. The Dockerfile is generated then. */
  readonly pages?: {
    readonly install: string
    readonly build: string
    readonly output: string
    readonly inlineStyles: boolean
  }
}

/** A coverage report. AWS CodeBuild User Guide, "Create code coverage reports". */
export interface Coverage {
  readonly file: string
  readonly format: 'CLOVERXML' | 'COBERTURAXML' | 'JACOCOXML' | 'SIMPLECOV'
}

/** The one container of a service that takes traffic. Its name stands in the task definition, the load balancer and imagedefinitions.json. */
export interface Container {
  readonly name: Name<'container'>
  readonly port: number
  readonly health: string
}

/** A change of the limits of a service at a time: an AWS schedule expression, in a time zone of the IANA database. */
export interface ScheduledScale {
  readonly at: string
  readonly timeZone?: string
  readonly min: number
  readonly max: number
}

/** How many tasks run, and what that follows. */
export interface Scale {
  /** The fewest tasks that run. */
  readonly min: number
  /** The most tasks that run. */
  readonly max: number
  /** The percentage of CPU that the number of tasks keeps to. */
  readonly cpu: number
  /** The percentage of memory that it keeps to as well. */
  readonly memory?: number
  /** The requests a minute that each task gets. */
  readonly requestsPerTask?: number
  /** Other limits at certain times. */
  readonly schedule?: readonly ScheduledScale[]
}

/** What may differ from environment to environment. */
export interface ServiceSettings {
  /** CPU units (1024 is one vCPU) and MiB, in a combination that Fargate offers. */
  readonly cpu: number
  /** MiB of memory. */
  readonly memory: number
  readonly scale: Scale
  readonly deploy: Deployment
  /** Fargate Spot for all tasks beyond `base` ones that are never interrupted. */
  readonly spot?: { readonly base: number }
  /** An X-Ray daemon beside the container, on UDP 2000. */
  readonly tracing: boolean
  /** Whether people may open a shell in a running task: `aws ecs execute-command`. */
  readonly executeCommand: boolean
  /** Plain environment variables. */
  readonly variables: Readonly<Record<string, string>>
}

/** What an environment says otherwise. */
export type ServiceOverrides = Partial<Omit<ServiceSettings, 'scale'>> & { readonly scale?: Partial<Scale> }

/** A service on ECS Fargate behind the load balancer. */
export interface Service extends ServiceSettings {
  readonly kind: 'service'
  readonly name: Name<'service'>
  readonly container: Container
  readonly image: Image
  /** The file that tells CodePipeline's ECS action which image goes into which container. */
  readonly imageFile: Name<'image-file'>
  readonly uses: readonly Use[]
  /** The services it calls by their names, through Service Connect. */
  readonly calls: readonly Service[]
  readonly overrides: readonly (readonly [environment: Environment, settings: ServiceOverrides])[]
  /**
   * The same service with settings of its own in one environment.
   * @example service('api', { … }).in(staging, { scale: { min: 1 }, cpu: 256 })
   */
  readonly in: (environment: Environment, settings: ServiceOverrides) => Service
}

const commands = (given: string | readonly string[] | undefined): readonly string[] =>
  given === undefined ? [] : typeof given === 'string' ? [given] : given

/**
 * An image built from a folder.
 * @example image('app', { test: ['npm ci', 'npm test'], migrate: 'npm run migrate' })
 */
export const image = (
  context: string,
  given: {
    readonly dockerfile?: string
    readonly test?: string | readonly string[]
    readonly runtimes?: Image['runtimes']
    readonly report?: string
    readonly coverage?: Coverage
    /** Default `local`. */
    readonly cache?: Image['cache']
    /** Default false. */
    readonly sbom?: boolean
    readonly refuse?: Image['refuse']
    readonly migrate?: string
    readonly platform?: Image['platform']
  } = {},
): Image =>
  placed(
    {
      kind: 'image',
      context,
      dockerfile: given.dockerfile ?? 'Dockerfile',
      test: commands(given.test),
      runtimes: given.runtimes ?? {},
      ...(given.report && { report: given.report }),
      ...(given.coverage && { coverage: given.coverage }),
      cache: given.cache ?? 'local',
      sbom: given.sbom ?? false,
      ...(given.refuse && { refuse: given.refuse }),
      ...(given.migrate && { migrate: given.migrate }),
      platform: given.platform ?? 'linux/amd64',
    },
    image,
  )

/**
 * A service: what runs, where it listens, how it proves health, what it uses. Without more it has 0.25 vCPU and 512 MiB,
 * two to ten tasks that follow 60 % of CPU, and a rolling deployment with circuit breaker and rollback.
 * @example service('api', { image: image('app'), port: http.port, health: http.health, uses: [database.connect()] })
 */
export const service = (
  id: string,
  given: ServiceOverrides & {
    readonly image: Image
    /** The port the container listens on. */
    readonly port: number
    /** The path that answers 200 when a task can take traffic. */
    readonly health: string
    /** What it reads and writes: permissions, secrets, network paths and variables follow. */
    readonly uses?: readonly Use[]
    readonly calls?: readonly Service[]
  },
): Service => {
  const settled = (overrides: Service['overrides'], maker: (...given: never[]) => unknown): Service => {
    const inside: Service['in'] = (environment, settings) => settled([...overrides, [environment, settings]], inside)
    return placed(
      {
        kind: 'service',
        name: name<'service'>(id),
        container: Object.freeze({
          name: name<'container'>(kebab(String(id))),
          port: given?.port,
          health: given?.health,
        }),
        image: given?.image,
        imageFile: name<'image-file'>(`${kebab(String(id))}.imagedefinitions.json`),
        cpu: given?.cpu ?? 256,
        memory: given?.memory ?? 512,
        scale: { min: 2, max: Math.max(10, given?.scale?.min ?? 0), cpu: 60, ...given?.scale },
        uses: given?.uses ?? [],
        calls: given?.calls ?? [],
        deploy: given?.deploy ?? rolling(),
        ...(given?.spot && { spot: given.spot }),
        tracing: given?.tracing ?? false,
        executeCommand: given?.executeCommand ?? false,
        variables: given?.variables ?? {},
        overrides,
        in: inside,
      },
      maker,
    )
  }
  return settled([], service)
}

/** The service as an environment has it. The handle that others hold stays the one that was declared. */
export const serviceIn = (of: Service, environment: Environment): Service => {
  const said = of.overrides.filter(([where]) => where === environment).map(([, settings]) => settings)
  if (said.length === 0) return of
  const scale = Object.assign({}, of.scale, ...said.map((settings) => settings.scale))
  return { ...of, ...Object.assign({}, ...said), scale }
}
