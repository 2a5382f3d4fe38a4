import { good, head, type Row } from './row.ts'

/** What works and goes wrong on another day. */
export const habits: readonly Row[] = [
  [
    'a push after a failed build',
    `${good}  post_build:\n    commands:\n      - docker push x.dkr.ecr/a\n`,
    'warning',
    '7:9',
    'post-build-unguarded',
  ],
  [
    'an image of Docker Hub',
    `${head}phases:\n  build:\n    commands:\n      - docker run --rm node:22 npm test\n`,
    'warning',
    '5:9',
    'docker-hub-anonymous',
  ],
  [
    'an invalidation with a wildcard in the middle',
    `${head}phases:\n  build:\n    commands:\n      - aws cloudfront create-invalidation --distribution-id E --paths "/*.html"\n`,
    'warning',
    '5:9',
    'invalidation-path',
  ],
  [
    'a sync that deletes',
    `${head}phases:\n  build:\n    commands:\n      - aws s3 sync dist s3://site --delete\n`,
    'warning',
    '5:9',
    'sync-deletes-assets',
  ],
]
