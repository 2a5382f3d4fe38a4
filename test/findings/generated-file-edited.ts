import { replace } from './edited.ts'

/** Backups of the database are kept for a shorter time than the configuration says. */
export const edit = replace(
  'cfn/out/production/database.yaml',
  /BackupRetentionPeriod: \d+/,
  'BackupRetentionPeriod: 1',
)
