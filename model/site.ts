import type { Bucket } from './bucket.ts'
import type { Environment } from './environment.ts'
import { type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { Service } from './service.ts'

/** A static site: built in the repository, kept in a private bucket, served by CloudFront together with its API. */
export interface Site {
  readonly kind: 'site'
  readonly name: Name<'site'>
  /** The folder the build runs in, from the repository's root. */
  readonly folder: string
  /** The command that installs what the build needs, in the folder. */
  readonly install: string
  /** The command that builds it, in the folder. */
  readonly build: string
  /** What the build makes, from the folder. */
  readonly output: string
  /** Served under `/api/*` of the same origin, so the site needs no CORS and no second host name. */
  readonly api?: Service
  /** Who builds and uploads it: a GitHub workflow, or the pipeline's CodeBuild. */
  readonly publish: 'github' | 'codebuild'
  /**
   * Host names it answers to, beside CloudFront's own: `@` for the environment's domain, `www` for a name below it, or a
   * whole name. They need a certificate, in us-east-1 like all of CloudFront's.
   */
  readonly aliases: readonly string[]
  /** The ARN of a certificate for them that exists; without one, the `edge` stack makes it. */
  readonly certificate?: string
  /** AWS WAF in front: `true` for AWS's own common rules and a limit per address, or the ARN of a web ACL that exists. */
  readonly firewall: boolean | string
  /** Access logs in a bucket of their own. */
  readonly logs: boolean
  /** Buckets that its pages put objects into or show objects of: the content security policy lets them. */
  readonly buckets: readonly Bucket[]
  /** Whether its pages may hold styles of their own, as some component libraries write them: the policy forbids it otherwise. */
  readonly inlineStyles: boolean
}

/**
 * A static site.
 * @example site('web', { folder: 'app', build: 'npm run build:client', output: 'dist/client', api })
 * @example site('web', { folder: 'app', build: 'npm run build', output: 'dist', aliases: ['@', 'www'], logs: true })
 */
export const site = (
  id: string,
  given: {
    readonly folder: string
    readonly build: string
    readonly output: string
    readonly install?: string
    readonly api?: Service
    /** Default `github`. */
    readonly publish?: Site['publish']
    readonly aliases?: readonly string[]
    readonly certificate?: string
    readonly firewall?: boolean | string
    readonly logs?: boolean
    readonly buckets?: readonly Bucket[]
    readonly inlineStyles?: boolean
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
      publish: given?.publish ?? 'github',
      aliases: given?.aliases ?? [],
      ...(given?.certificate !== undefined && { certificate: given.certificate }),
      firewall: given?.firewall ?? false,
      logs: given?.logs ?? false,
      buckets: given?.buckets ?? [],
      inlineStyles: given?.inlineStyles ?? false,
    },
    site,
  )

/** The host names of a site in an environment. */
export const aliasesIn = (of: Site, e: Environment): readonly string[] =>
  of.aliases.map((alias) => {
    if (alias.includes('.')) return alias
    return alias === '@' ? String(e.domain) : `${alias}.${e.domain}`
  })
