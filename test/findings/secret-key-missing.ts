import { replace } from './edited.ts'

/** The task reads a key that the database's own secret does not have. */
export const edit = replace('cfn/out/production/service-api.yaml', '${arn}:username::', '${arn}:user::')
