import { replace } from './edited.ts'

/** The secret was removed from what the execution role may read. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  /\n\s+- Fn::ImportValue: cruddur-production-secrets-mail-token-secret-arn/,
  '',
)
