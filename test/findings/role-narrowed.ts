import { replace } from './edited.ts'

/** The task writes to its table, and its role may no longer. */
export const edit = replace('cfn/out/production/service-api.yaml', /\n\s+- dynamodb:PutItem/, '')
