import { type Build, build, filePath, type Service } from '#model'
import type { Buildspec, InstallPhase } from './grammar.ts'
import { quote } from './shell.ts'

/** The project that runs a service's tests before its image is built. */
export const testBuild = (service: Service): Build =>
  build(`${service.name}-test`, {
    buildspec: filePath('buildspecs', 'out', `${service.name}-test.yml`),
    of: service,
    reports: Boolean(service.image.report || service.image.coverage),
  })

const install = (runtimes: Service['image']['runtimes']): InstallPhase => ({ 'runtime-versions': runtimes })

/** Runs the image's own test commands in its context, and keeps their reports. */
export const testBuildspec = (service: Service): Buildspec => {
  const { image } = service
  const [first = 'true', ...rest] = image.test
  return {
    version: 0.2,
    env: { shell: 'bash' },
    phases: {
      ...(Object.keys(image.runtimes).length > 0 && { install: install(image.runtimes) }),
      build: { commands: [`cd ${quote(image.context)}`, first, ...rest] },
    },
    ...((image.report || image.coverage) && { reports: reportsOf(service) }),
  }
}

const reportsOf = (service: Service): NonNullable<Buildspec['reports']> => {
  const { report, coverage, context } = service.image
  return {
    ...(report && {
      [`${service.name}-tests`]: { files: [report], 'base-directory': context, 'file-format': 'JUNITXML' },
    }),
    ...(coverage && {
      [`${service.name}-coverage`]: {
        files: [coverage.file],
        'base-directory': context,
        'file-format': coverage.format,
      },
    }),
  }
}
