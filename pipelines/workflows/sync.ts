import { type Delivery, role, type Site, type Workflow, workflow } from '#model'
import { buildSite } from './build-site.ts'
import { publishSite } from './publish-site.ts'

/** The sites that a workflow publishes, not a pipeline. */
export const syncedSites = (d: Delivery): readonly Site[] => d.sites.filter(({ publish }) => publish === 'github')

/** Publishes every site to every environment when the release branch changes it. */
export const syncWorkflow = (d: Delivery): Workflow => {
  const roles = d.environments.map((environment) => role('sync', environment))
  return workflow('sync', {
    title: 'Sync sites',
    // One at a time and none cut short: half a site would be served.
    concurrency: { group: 'sync', cancelInProgress: false },
    jobs: syncedSites(d).flatMap((site) => {
      const built = buildSite(d, site)
      return [built, ...roles.map((each) => publishSite(d, { site, role: each, built }))]
    }),
  })
}
