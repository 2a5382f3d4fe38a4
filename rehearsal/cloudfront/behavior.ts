// Which cache behavior answers a path, and what of a request it passes to the origin.
import type { Shape } from '../service.ts'

const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replace(/^(?=[^/*])/, '/')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )

/**
 * The behavior of a path: the first whose pattern matches, in their order, or the default one
 * (DownloadDistValuesCacheBehavior, "Path pattern").
 */
export const behaviorOf = (config: Shape, path: string): Shape =>
  ((config.CacheBehaviors ?? []) as Shape[]).find(({ PathPattern }) => pattern(String(PathPattern)).test(path)) ??
  config.DefaultCacheBehavior ??
  {}

/** The origin a behavior points to. */
export const originOf = (config: Shape, behavior: Shape): Shape | undefined =>
  ((config.Origins ?? []) as Shape[]).find(({ Id }) => Id === behavior.TargetOriginId)

/** The methods a behavior accepts; GET and HEAD unless it says otherwise. */
export const methodsOf = (behavior: Shape): readonly string[] => behavior.AllowedMethods ?? ['GET', 'HEAD']

/** What of a viewer's request reaches the origin. */
export type Passing = 'everything' | 'all-but-host' | 'nothing'

// Managed policies by id: using-managed-origin-request-policies, using-managed-cache-policies.
const passing: Readonly<Record<string, Passing>> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': 'everything',
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': 'everything',
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': 'all-but-host',
  '59781a5b-3903-41f3-afcb-af62929ccde1': 'nothing',
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': 'nothing',
  'acba4595-bd28-49b8-b9fe-13317c0390fa': 'nothing',
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': 'nothing',
}
const managedCachePolicies = new Set([
  '658327ea-f89d-4fab-a63d-7e88639e58f6',
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d',
  '08627262-05a9-4f76-9ded-b50ca2e3a84f',
])

/**
 * Without a policy that says so, query strings, cookies and most headers do not reach the origin: the API behind such a
 * behavior sees no Authorization. A policy of one's own is taken to pass everything.
 */
export const passingOf = (behavior: Shape): Passing => {
  if (behavior.OriginRequestPolicyId) return passing[behavior.OriginRequestPolicyId] ?? 'everything'
  if (behavior.ForwardedValues)
    return String(behavior.ForwardedValues.QueryString) === 'true' ? 'all-but-host' : 'nothing'
  return managedCachePolicies.has(behavior.CachePolicyId) || !behavior.CachePolicyId ? 'nothing' : 'all-but-host'
}
