import { replace } from './edited.ts'

/** The execution role may no longer write the log. */
export const edit = replace('cfn/out/production/service-api.yaml', 'logs:PutLogEvents', 'logs:GetLogEvents')
