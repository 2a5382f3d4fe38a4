import { describe, expect, it } from 'vitest'
import { checkBuildspec } from '#buildspecs/check.ts'
import { buildsOf, buildspecFiles } from '#buildspecs/generate.ts'
import { imageBuildspec } from '#buildspecs/image.ts'
import { siteBuildspec } from '#buildspecs/site.ts'
import { testBuildspec } from '#buildspecs/test.ts'
import { type Image, image, service, site } from '#model'
import { permissionsSample } from '#scripts/generate/permissions-sample.ts'

const built = (given: Parameters<typeof image>[1]) =>
  service('api', { image: image('app', given), port: 3000, health: '/health' })
const commandsOf = (given: Parameters<typeof image>[1]) => {
  const { phases } = imageBuildspec(built(given))
  return [phases.pre_build, phases.build, phases.post_build].flatMap((phase) => phase?.commands ?? [])
}

it('no choice makes a buildspec that CodeBuild refuses', () => {
  const d = permissionsSample()
  const files = buildspecFiles(d, buildsOf(d))
  expect(files.map(({ path }) => path.replace('buildspecs/out/', ''))).toEqual([
    'api-test.yml',
    'api-image.yml',
    'api-migrate.yml',
    'api-promote-from-staging.yml',
    'worker-image.yml',
    'worker-promote-from-staging.yml',
    'docs-site.yml',
  ])
  expect(files.flatMap((each) => checkBuildspec(each))).toEqual([])
})

describe('an image build', () => {
  it('is plain docker unless something asks for more', () => {
    expect(commandsOf({}).join('\n')).not.toMatch(/buildx|scan|sbom/)
  })

  it('guards everything after the build, since post_build runs even when build failed', () => {
    for (const given of [{}, { cache: 'registry', sbom: true, refuse: 'HIGH' } as const])
      expect(imageBuildspec(built(given)).phases.post_build?.commands?.[0]).toBe(
        'test "$CODEBUILD_BUILD_SUCCEEDING" = 1',
      )
  })

  it('keeps layers in the registry as an image manifest, the only form that ECR takes', () => {
    const build = commandsOf({ cache: 'registry' }).find((each) => each.startsWith('docker buildx build'))
    expect(build).toContain('--cache-from "type=registry,ref=$REPOSITORY_URI:cache"')
    expect(build).toContain('mode=max,image-manifest=true,oci-mediatypes=true"')
  })

  it('keeps what the image holds among its artifacts', () => {
    expect(imageBuildspec(built({ sbom: true })).artifacts?.files).toEqual([
      'api.imagedefinitions.json',
      'api.sbom.spdx.json',
    ])
  })

  it.each<[NonNullable<Image['refuse']>, readonly string[]]>([
    ['CRITICAL', ['CRITICAL']],
    ['HIGH', ['CRITICAL', 'HIGH']],
  ])('that refuses %s writes no image definitions before the scan is read', (refuse, severities) => {
    const commands = commandsOf({ refuse })
    const asked = commands.filter((each) => each.includes('describe-image-scan-findings'))
    expect(asked.map((each) => /severity (\w+)/.exec(each)?.[1])).toEqual(severities)
    expect(commands.at(-1)).toContain('imagedefinitions.json')
  })
})

it('a test build keeps its JUnit and its coverage report in groups of their own', () => {
  const reports = testBuildspec(
    built({
      test: 'npm test',
      report: 'reports/junit.xml',
      coverage: { file: 'coverage/clover.xml', format: 'CLOVERXML' },
    }),
  ).reports
  expect(reports).toEqual({
    'api-tests': { files: ['reports/junit.xml'], 'base-directory': 'app', 'file-format': 'JUNITXML' },
    'api-coverage': { files: ['coverage/clover.xml'], 'base-directory': 'app', 'file-format': 'CLOVERXML' },
  })
})

it('a site is uploaded with its assets before the pages that name them, and nothing is deleted', () => {
  const { phases } = siteBuildspec(site('web', { folder: 'web', build: 'make', output: 'dist' }))
  const uploads = phases.post_build?.commands?.filter((each) => each.startsWith('aws s3')) ?? []
  expect(uploads).toHaveLength(3)
  expect(uploads[0]).toContain("--include 'assets/*'")
  expect(uploads[2]).toContain("--include '*.html'")
  expect(uploads.join()).not.toContain('--delete')
})
