import type { Build, Delivery, Environment, File, Service, Site } from '#model'
import { imageBuild, imageBuildspec } from './image.ts'
import { migrateBuild, migrateBuildspec } from './migrate.ts'
import { printBuildspec } from './print.ts'
import { promoteBuild, promoteBuildspec } from './promote.ts'
import { siteBuild, siteBuildspec } from './site.ts'
import { testBuild, testBuildspec } from './test.ts'

/** The CodeBuild projects of a service, by what they do. Made once, so that handles to them are the same everywhere. */
export interface ServiceBuilds {
  readonly service: Service
  readonly test?: Build
  readonly image: Build<'IMAGE_URI'>
  readonly migrate?: Build
  /** For each environment whose images another one takes: the project that copies them. */
  readonly promotes: ReadonlyMap<Environment, Build<'IMAGE_URI'>>
}

/** Every project of a delivery. */
export interface Builds {
  readonly services: readonly ServiceBuilds[]
  readonly sites: readonly { readonly site: Site; readonly build: Build }[]
}

/** The projects of every service, and of every site that CodeBuild publishes. */
export const buildsOf = (d: Delivery): Builds => ({
  services: d.services.map((service) => {
    const migrate = migrateBuild(service)
    const sources = [...new Set(d.pipelines.flatMap(({ promotes }) => (promotes ? [promotes] : [])))]
    return {
      service,
      image: imageBuild(service),
      ...(service.image.test.length > 0 && { test: testBuild(service) }),
      ...(migrate && { migrate }),
      promotes: new Map(sources.map((from) => [from, promoteBuild(d, service, from)])),
    }
  }),
  sites: d.sites.filter(({ publish }) => publish === 'codebuild').map((site) => ({ site, build: siteBuild(site) })),
})

/** The buildspecs of those projects. */
export const buildspecFiles = (d: Delivery, { services, sites }: Builds): readonly File[] => [
  ...services.flatMap(({ service, test, image, migrate, promotes }) => [
    ...(test ? [printBuildspec(test.buildspec, testBuildspec(service))] : []),
    printBuildspec(image.buildspec, imageBuildspec(service)),
    ...(migrate ? [printBuildspec(migrate.buildspec, migrateBuildspec(service))] : []),
    ...[...promotes].map(([from, each]) => printBuildspec(each.buildspec, promoteBuildspec(d, service, from))),
  ]),
  ...sites.map(({ site, build }) => printBuildspec(build.buildspec, siteBuildspec(site))),
]
