import { type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { Service } from './service.ts'

/** A static site: built in the repository, kept in a private bucket, served by CloudFront together with its API. */
export interface Site {
  readonly kind: 'site'
  readonly name: Name<'site'>
  /** The folder the build runs in, from the repository's root. */
  readonly folder: string
  readonly install: string
  readonly build: string
  /** What the build makes, from the folder. */
  readonly output: string
  /** Served under `/api/*` of the same origin, so the site needs no CORS and no second host name. */
  readonly api?: Service
}

/**
 * A static site.
 * @example site('web', { folder: 'app', build: 'npm run build:client', output: 'dist/client', api })
 */
export const site = (
  id: string,
  given: {
    readonly folder: string
    readonly build: string
    readonly output: string
    readonly install?: string
    readonly api?: Service
  },
): Site =>
  placed(
    {
      kind: 'site',
      name: name<'site'>(id),
      folder: given?.folder,
      install: given?.install ?? 'npm ci',
      build: given?.build,
      output: given?.output,
      ...(given?.api && { api: given.api }),
    },
    site,
  )
