import { replace } from './edited.ts'

/** The load balancer sends requests to another container. */
export const edit = replace('cfn/out/production/service-api.yaml', 'ContainerName: api', 'ContainerName: backend')
