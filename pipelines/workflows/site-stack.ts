import type { SiteExports } from '#cfn/stacks/layers.ts'
import { stackNameOf } from '#cfn/stacks/names.ts'
import { siteId } from '#cfn/stacks/site.ts'
import { type Delivery, type Environment, pascal, type Site } from '#model'

const output = (name: keyof SiteExports) => pascal(name)

/** Where a workflow asks for what it cannot know before a deployment: the stack of a site, and two of its outputs. */
export const siteStackOf = (d: Delivery, of: { readonly site: Site; readonly environment: Environment }) => ({
  name: stackNameOf(d, of.environment, siteId(of.site)),
  bucket: output('bucketName'),
  distribution: output('distributionId'),
})
