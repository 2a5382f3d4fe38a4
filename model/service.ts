import { kebab, type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { Use } from './store.ts'

/** How an image is made and proved: the folder with its Dockerfile, and the commands that test and migrate. */
export interface Image {
  readonly kind: 'image'
  /** The Docker context, from the repository's root. Builds see nothing outside it. */
  readonly context: string
  readonly dockerfile: string
  /** Run in the context before the image is built, in order. */
  readonly test: readonly string[]
  /** The runtimes that the test commands need from CodeBuild's image. */
  readonly runtimes: Readonly<Record<string, string>>
  /** The JUnit XML that the test commands write, from the context. */
  readonly report?: string
  /** Run inside the new image before it takes traffic; must only add to the schema. */
  readonly migrate?: string
  readonly platform: 'linux/amd64' | 'linux/arm64'
}

/** The one container of a service that takes traffic. Its name stands in the task definition, the load balancer and imagedefinitions.json. */
export interface Container {
  readonly name: Name<'container'>
  readonly port: number
  readonly health: string
}

/** Rolling deployment: ECS starts new tasks, waits for health, drains and stops the old ones. */
export interface Rolling {
  readonly kind: 'rolling'
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
}

/** A service on ECS Fargate behind the load balancer. */
export interface Service {
  readonly kind: 'service'
  readonly name: Name<'service'>
  readonly container: Container
  readonly image: Image
  /** The file that tells CodePipeline's ECS action which image goes into which container. */
  readonly imageFile: Name<'image-file'>
  /** CPU units (1024 is one vCPU) and MiB, in a combination that Fargate offers. */
  readonly cpu: number
  readonly memory: number
  readonly scale: { readonly min: number; readonly max: number; readonly requestsPerTask?: number }
  readonly uses: readonly Use[]
  readonly deploy: Rolling
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
      ...(given.migrate && { migrate: given.migrate }),
      platform: given.platform ?? 'linux/amd64',
    },
    image,
  )

/** A rolling deployment; by default no task stops before its successor is healthy. */
export const rolling = (given: Partial<Omit<Rolling, 'kind'>> = {}): Rolling => ({
  kind: 'rolling',
  minimumHealthyPercent: given.minimumHealthyPercent ?? 100,
  maximumPercent: given.maximumPercent ?? 200,
})

/**
 * A service: what runs, where it listens, how it proves health, what it uses.
 * @example service('api', { image: image('app'), port: http.port, health: http.health, uses: [database.connect()] })
 */
export const service = (
  id: string,
  given: {
    readonly image: Image
    readonly port: number
    readonly health: string
    readonly cpu?: number
    readonly memory?: number
    readonly scale?: Partial<Service['scale']>
    readonly uses?: readonly Use[]
    readonly deploy?: Rolling
  },
): Service =>
  placed(
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
      scale: { min: 2, max: Math.max(10, given?.scale?.min ?? 0), ...given?.scale },
      uses: given?.uses ?? [],
      deploy: given?.deploy ?? rolling(),
    },
    service,
  )
