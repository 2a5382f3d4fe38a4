import type { Build, Delivery, File, Service } from '#model'
import { imageBuild, imageBuildspec } from './image.ts'
import { migrateBuild, migrateBuildspec } from './migrate.ts'
import { printBuildspec } from './print.ts'
import { testBuild, testBuildspec } from './test.ts'

/** The CodeBuild projects of a service, by what they do. Made once, so that handles to them are the same everywhere. */
export interface ServiceBuilds {
  readonly service: Service
  readonly test?: Build
  readonly image: Build<'IMAGE_URI'>
  readonly migrate?: Build
}

/** The projects of every service. */
export const buildsOf = (d: Delivery): readonly ServiceBuilds[] =>
  d.services.map((service) => {
    const migrate = migrateBuild(service)
    return {
      service,
      image: imageBuild(service),
      ...(service.image.test.length > 0 && { test: testBuild(service) }),
      ...(migrate && { migrate }),
    }
  })

/** The buildspecs of those projects. */
export const buildspecFiles = (builds: readonly ServiceBuilds[]): readonly File[] =>
  builds.flatMap(({ service, test, image, migrate }) => [
    ...(test ? [printBuildspec(test.buildspec, testBuildspec(service))] : []),
    printBuildspec(image.buildspec, imageBuildspec(service)),
    ...(migrate ? [printBuildspec(migrate.buildspec, migrateBuildspec(service))] : []),
  ])
