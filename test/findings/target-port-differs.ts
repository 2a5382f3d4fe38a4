import { replace } from './edited.ts'

/** The target group was made for another port. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  'Port: 3000\n      TargetType',
  'Port: 80\n      TargetType',
)
