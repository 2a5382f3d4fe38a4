import { replace } from './edited.ts'

/** The task's role may do anything with its table. */
export const edit = replace('cfn/out/production/service-api.yaml', '- dynamodb:PutItem', '- dynamodb:*')
