import { replace } from './edited.ts'

/** The role of the preview may execute what it previews. */
export const edit = replace(
  'cfn/out/production/sync-role.yaml',
  'cloudformation:DescribeChangeSetHooks',
  'cloudformation:ExecuteChangeSet',
)
