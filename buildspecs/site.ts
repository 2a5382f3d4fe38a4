import { type Build, build, type Facts, filePath, type Site } from '#model'
import type { Buildspec } from './grammar.ts'
import { quote } from './shell.ts'

const facts = (site: Site) =>
  ({
    BUCKET: { is: 'bucket-name', of: site },
    DISTRIBUTION: { is: 'distribution-id', of: site },
  }) satisfies Facts

/** The project that builds a site and publishes it, for who would rather not give GitHub a role. */
export const siteBuild = (site: Site): Build =>
  build(`${site.name}-site`, {
    buildspec: filePath('buildspecs', 'out', `${site.name}-site.yml`),
    of: site,
    facts: facts(site),
    grants: [{ may: 'sync-site', to: site }],
  })

/**
 * Uploads what lies in the working directory. Visitors hold pages that name the files of earlier releases: new files
 * come before the pages that name them, and nothing is removed. What lies below assets/ has its hash in its name.
 */
export const uploadCommands: readonly string[] = [
  `aws s3 sync . "s3://$BUCKET" --exclude '*' --include 'assets/*' --size-only --no-progress --cache-control 'public, max-age=31536000, immutable'`,
  `aws s3 cp . "s3://$BUCKET" --recursive --exclude 'assets/*' --exclude '*.html' --no-progress --cache-control 'public, max-age=300'`,
  `aws s3 cp . "s3://$BUCKET" --recursive --exclude '*' --include '*.html' --no-progress --cache-control 'no-cache'`,
]

/** Builds a site with the release in its environment, uploads it, and has the pages fetched anew. */
export const siteBuildspec = (site: Site): Buildspec => ({
  version: 0.2,
  env: { shell: 'bash' },
  phases: {
    install: { 'runtime-versions': { nodejs: '22' }, commands: [`cd ${quote(site.folder)}`, site.install] },
    build: { commands: ['export VITE_RELEASE="$RELEASE"', site.build] },
    post_build: {
      commands: [
        'test "$CODEBUILD_BUILD_SUCCEEDING" = 1',
        `cd ${quote(site.output)}`,
        ...uploadCommands,
        `aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION" --paths '/*' --query Invalidation.Id --output text`,
      ],
    },
  },
})
