import type { Delivery, Environment, Site } from '#model'

/** Where a workflow asks for what it cannot know before a deployment: the stack of a site, and two of its outputs. */
export const siteStackOf = (d: Delivery, of: { readonly site: Site; readonly environment: Environment }) => ({
  name: `${d.name}-${of.environment.name}-site-${of.site.name}`,
  bucket: 'BucketName',
  distribution: 'DistributionId',
})
