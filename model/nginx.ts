import { placed } from './place.ts'
import { type Image, image } from './service.ts'

/** Where an nginx image of ours listens, and the path that proves it healthy. */
export const nginxServing = { port: 8080, health: '/healthz' } as const

/**
 * The image of a static site as a container: built with Node, served by nginx, for those who want no CloudFront. Its
 * Dockerfile is generated into the folder.
 * @example service('web', { image: nginx('app', { build: 'npm run build:client', output: 'dist/client' }), ...nginxServing })
 */
export const nginx = (
  folder: string,
  given: {
    /** The command that builds the pages, in the folder. */
    readonly build: string
    /** What the build makes, from the folder. */
    readonly output: string
    /** Default `npm ci`. */
    readonly install?: string
    /** Whether the pages may hold styles of their own, as some component libraries write them. Default false. */
    readonly inlineStyles?: boolean
    /** The processor it is built for and runs on. */
    readonly platform?: Image['platform']
  },
): Image =>
  placed(
    {
      ...image(folder, { dockerfile: 'nginx.Dockerfile', ...(given?.platform && { platform: given.platform }) }),
      pages: {
        install: given?.install ?? 'npm ci',
        build: given?.build,
        output: given?.output,
        inlineStyles: given?.inlineStyles ?? false,
      },
    },
    nginx,
  )
