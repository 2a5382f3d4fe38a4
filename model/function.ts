import type { ObjectCreated } from './bucket.ts'
import type { Confirmed, Identity } from './identity.ts'
import { type Name, name } from './name.ts'
import { placed } from './place.ts'
import type { TableStream, Use } from './store.ts'

/** What starts a function. */
export type EventSource = ObjectCreated | TableStream | Confirmed | Request | Scheduled

/** A request to the delivery's HTTP API: of someone who signed in when it names an identity, of whom a function lets in. */
export interface Request {
  readonly event: 'request'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly by?: Identity | Func
}

/** A time, again and again. */
export interface Scheduled {
  readonly event: 'scheduled'
  readonly expression: string
}

/** A Lambda function. Its code is the files of a folder, all of them, packaged under the hash of their contents. */
export interface Func {
  readonly kind: 'function'
  readonly name: Name<'function'>
  /** The folder whose files are the code, from the repository's root. */
  readonly source: string
  /** The command that fills that folder, run in the repository's root before the folder is packaged. */
  readonly build?: string
  /** The module and the export in it that Lambda calls. */
  readonly handler: string
  /** The Lambda runtime. */
  readonly runtime: string
  /** The processor its code is for: packages with parts of their own must be built for it. */
  readonly architecture: 'arm64' | 'x86_64'
  readonly memory: number
  readonly timeoutSeconds: number
  /** What it reads and writes: permissions, network paths and variables follow. */
  readonly uses: readonly Use[]
  /** What starts it. */
  readonly on: readonly EventSource[]
}

/**
 * A function that runs when something happens. Functions that connect to a database run in the VPC.
 * @example func('thumbnails', { source: 'app/functions/thumbnail', uses: [uploads.read()], on: uploads.created() })
 * @example func('presign', { build: 'npm ci && npm run build:functions', source: 'dist/functions/presign' })
 */
export const func = (
  id: string,
  given: {
    readonly source: string
    /**
     * The command that fills `source`, for what is compiled or bundled: it runs in the repository's root before each
     * preview and deployment, once for functions that share it. Left out, the folder is taken as it lies there.
     */
    readonly build?: string
    /** Default `index.handler`. */
    readonly handler?: string
    /** Default `nodejs22.x`. */
    readonly runtime?: string
    /** Default `arm64`. */
    readonly architecture?: Func['architecture']
    /** In MB, which also decides how much CPU it has; default 512. */
    readonly memory?: number
    /** Default 30. Cognito waits five seconds whatever this says, the HTTP API 30. */
    readonly timeoutSeconds?: number
    readonly uses?: readonly Use[]
    readonly on?: EventSource | readonly EventSource[]
  },
): Func =>
  placed(
    {
      kind: 'function',
      name: name<'function'>(id),
      source: given?.source,
      ...(given?.build !== undefined && { build: given.build }),
      handler: given?.handler ?? 'index.handler',
      runtime: given?.runtime ?? 'nodejs22.x',
      architecture: given?.architecture ?? 'arm64',
      memory: given?.memory ?? 512,
      timeoutSeconds: given?.timeoutSeconds ?? 30,
      uses: given?.uses ?? [],
      on: [given?.on ?? []].flat(),
    },
    func,
  )

/**
 * Starts a function by a request to the HTTP API; `by` lets only people in who signed in there, or whom another function
 * of the delivery lets in by the request's Authorization header.
 * @example func('presign', { source: 'app/functions/presign', on: request('POST', '/avatars/key', { by: users }) })
 * @example func('presign', { source: 'app/functions/presign', on: request('POST', '/avatars/key', { by: authorizer }) })
 */
export const request = (
  method: Request['method'],
  path: string,
  given: {
    /** Who lets a request in: the identity whose access tokens count, or a function that decides. */
    readonly by?: Request['by']
  } = {},
): Request => ({ event: 'request', method, path, ...(given.by && { by: given.by }) })

/**
 * Starts a function by the clock, in EventBridge's words.
 * @example func('cleanup', { source: 'app/functions/cleanup', on: scheduled('rate(1 day)') })
 */
export const scheduled = (expression: string): Scheduled => ({ event: 'scheduled', expression })
