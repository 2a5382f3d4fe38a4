import { replace } from './edited.ts'

/** The role trusts the branch of another repository. */
export const edit = replace(
  'cfn/out/production/sync-role.yaml',
  'repo:acme/cruddur:ref:refs/heads/production',
  'repo:Acme/cruddur:ref:refs/heads/main',
)
