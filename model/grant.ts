import type { Environment } from './environment.ts'
import type { Service } from './service.ts'
import type { Site } from './site.ts'
import type { Use } from './store.ts'

/**
 * What a step, a build or a task does to something: the edge from which a role's statements are collected. A
 * permission can be neither forgotten nor outlive its use, since nobody writes one down.
 */
export type Grant =
  | Use
  | { readonly may: 'push-image'; readonly to: Service }
  | { readonly may: 'pull-image'; readonly to: Service }
  | { readonly may: 'deploy-image'; readonly to: Service }
  | { readonly may: 'record-image'; readonly to: Service }
  | { readonly may: 'start-service'; readonly to: Service }
  | { readonly may: 'read-definition'; readonly to: Service }
  | { readonly may: 'deploy-code'; readonly to: Service }
  | { readonly may: 'mark-image'; readonly to: Service }
  | { readonly may: 'read-scan'; readonly to: Service }
  | { readonly may: 'copy-image'; readonly to: Service; readonly from: Environment }
  | { readonly may: 'start-pipelines'; readonly to: Environment }
  | { readonly may: 'read-drift'; readonly to: Environment }
  | { readonly may: 'preview-stacks'; readonly to: Environment }
  | { readonly may: 'sync-site'; readonly to: Site }

const reading: ReadonlySet<Grant['may']> = new Set([
  'connect',
  'read',
  'show',
  'verify',
  'sign-in',
  'pull-image',
  'preview-stacks',
  'read-scan',
  'read-definition',
  'copy-image',
  'read-drift',
])

/** True when the grant changes something: a role that holds one must not be taken from a pull request. */
export const isWriting = (grant: Grant): boolean => !reading.has(grant.may)
