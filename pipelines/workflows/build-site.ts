import { context, type Delivery, type Job, job, onRelease, type Site, script, usePinned } from '#model'
import { checkout } from './checkout.ts'
import { pins } from './pins.ts'
import { workflowFile } from './sync-file.ts'

const nodeVersion = '22'

/** `app` and `dist/client` → `app/dist/client`; a site in the repository's root has folder `.`. */
const outputOf = (site: Site): string => [site.folder, site.output].filter((part) => part !== '.').join('/')

/** The artifact that carries a built site from the job that builds it to those that publish it. */
export const artifactOf = (site: Site): string => `site-${site.name}`

/** What must change for a site to be built again. */
export const pathsOf = (sites: readonly Site[]): readonly string[] => [
  ...sites.map((site) => (site.folder === '.' ? '**' : `${site.folder}/**`)),
  workflowFile,
]

/** Builds a site. It has no role: `npm ci` and the build run other people's code, and find no credentials. */
export const buildSite = (d: Delivery, site: Site): Job =>
  job(`build-${site.name}`, {
    on: [onRelease(d.repo, pathsOf(d.sites))],
    steps: [
      checkout(),
      // Restoring a cache that a pull request could have written would put its code into a release.
      usePinned('Set up Node', pins.setupNode, {
        with: { 'node-version': nodeVersion, 'package-manager-cache': 'false' },
      }),
      script('Install', { run: site.install, in: site.folder }),
      script('Build', { run: site.build, in: site.folder, env: { VITE_RELEASE: context.sha } }),
      usePinned('Keep the built site', pins.uploadArtifact, {
        with: {
          name: artifactOf(site),
          path: outputOf(site),
          'if-no-files-found': 'error',
          'retention-days': '7',
        },
      }),
    ],
  })
