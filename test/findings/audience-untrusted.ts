import { replace } from './edited.ts'

/** The trust policy no longer asks whom a token is for. */
export const edit = replace(
  'cfn/out/production/sync-role.yaml',
  /\s+token.actions.githubusercontent.com:aud: sts.amazonaws.com/,
  '',
)
