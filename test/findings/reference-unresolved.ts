import { replace } from './edited.ts'

/** A resource was renamed where it is made, not where it is used. */
export const edit = replace('cfn/out/production/service-api.yaml', '  TargetGroup:\n', '  Targets:\n')
