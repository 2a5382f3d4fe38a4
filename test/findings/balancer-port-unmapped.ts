import { replace } from './edited.ts'

/** The load balancer sends requests to another port. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  'ContainerName: api\n          ContainerPort: 3000',
  'ContainerName: api\n          ContainerPort: 4567',
)
