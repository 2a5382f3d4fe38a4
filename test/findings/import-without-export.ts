import { replace } from './edited.ts'

/** The export was renamed, its reader was not. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  'cruddur-production-network-vpcId',
  'cruddur-production-network-vpcld',
)
