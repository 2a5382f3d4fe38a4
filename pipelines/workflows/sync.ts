import { type Delivery, role, type Workflow, workflow } from '#model'
import { buildSite } from './build-site.ts'
import { publishSite } from './publish-site.ts'

/** Publishes every site to every environment when the release branch changes it. */
export const syncWorkflow = (d: Delivery): Workflow => {
  const roles = d.environments.map((environment) => role('sync', environment))
  return workflow('sync', {
    title: 'Sync sites',
    // One at a time and none cut short: half a site would be served.
    concurrency: { group: 'sync', cancelInProgress: false },
    jobs: d.sites.flatMap((site) => {
      const built = buildSite(d, site)
      return [built, ...roles.map((each) => publishSite(d, { site, role: each, built }))]
    }),
  })
}
