import { uploadCommands } from '#buildspecs/site.ts'
import { type Delivery, type Job, job, onRelease, type Role, type Site, script, usePinned } from '#model'
import { artifactOf, pathsOf } from './build-site.ts'
import { pins } from './pins.ts'
import { siteStackOf } from './site-stack.ts'

const folder = 'site'

const find = `\
output() {
  aws cloudformation describe-stacks --stack-name "$STACK" \\
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue" --output text
}
bucket=$(output "$BUCKET_OUTPUT")
distribution=$(output "$DISTRIBUTION_OUTPUT")
for found in "$bucket" "$distribution"; do
  if [ -z "$found" ] || [ "$found" = None ]; then
    echo "::error title=site-not-deployed::stack $STACK gives no bucket or no distribution; deploy it first, then run this again"
    exit 1
  fi
done
echo "bucket=$bucket" >> "$GITHUB_OUTPUT"
echo "distribution=$distribution" >> "$GITHUB_OUTPUT"
`

const upload = uploadCommands.map((each) => `${each.replace(' --cache-control', ' \\\n  --cache-control')}\n`).join('')

// Paths are charged one by one and at most 3,000 may be under way; a path with * counts as one.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html
const invalidate = `\
paths=(/)
while IFS= read -r page; do paths+=("/\${page#./}"); done < <(find . -type f -name '*.html' | sort)
if [ "\${#paths[@]}" -gt 100 ]; then paths=('/*'); fi
aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION" --paths "\${paths[@]}" \\
  --query Invalidation.Id --output text
`

/**
 * Publishes a built site to one environment. It runs in no GitHub environment: there its subject would be
 * `environment:<name>`, which a workflow on any branch can send unless someone has protected that environment by hand.
 * Outside of one it is `ref:refs/heads/<release branch>`, which no pull request and no other branch can send.
 * https://docs.github.com/actions/reference/security/oidc
 */
export const publishSite = (
  d: Delivery,
  given: { readonly site: Site; readonly role: Role; readonly built: Job },
): Job => {
  const { site, role, built } = given
  const stack = siteStackOf(d, { site, environment: role.environment })
  const grants = [{ may: 'sync-site', to: site }] as const
  const found = script('Find the bucket and the distribution', {
    run: find,
    env: { STACK: stack.name, BUCKET_OUTPUT: stack.bucket, DISTRIBUTION_OUTPUT: stack.distribution },
    outputs: ['bucket', 'distribution'],
    grants,
  })
  return job(`publish-${site.name}-${role.environment.name}`, {
    on: [onRelease(d.repo, pathsOf(d.sites))],
    after: [built],
    role,
    permissions: {},
    steps: [
      usePinned('Fetch the built site', pins.downloadArtifact, { with: { name: artifactOf(site), path: folder } }),
      found,
      script('Upload assets first, pages last', { run: upload, in: folder, env: { BUCKET: found.outputs.bucket } }),
      script('Invalidate the pages', {
        run: invalidate,
        in: folder,
        env: { DISTRIBUTION: found.outputs.distribution },
      }),
    ],
  })
}
