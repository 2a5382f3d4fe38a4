import type { Edit } from '../edited.ts'

/** What someone does to the files, and the code of the rule that catches it. */
export type Row = readonly [about: string, code: string, edit: Edit]

const out = (name: string) => `cfn/out/production/${name}.yaml`

/** The files of the delivery that are edited most. */
export const paths = {
  out,
  cicd: out('cicd'),
  builds: out('cicd-builds'),
  service: out('service-api'),
  cluster: out('cluster'),
  sync: out('sync-role'),
  image: 'buildspecs/out/api-image.yml',
  migrate: 'buildspecs/out/api-migrate.yml',
  publish: '.github/workflows/sync.yml',
  preview: '.github/workflows/preview.yml',
  manifest: 'pipelines/out/production.json',
} as const
