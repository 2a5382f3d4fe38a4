import { replace } from './edited.ts'

/** The target group asks for a path that the service does not answer. */
export const edit = replace('cfn/out/production/service-api.yaml', 'HealthCheckPath: /health', 'HealthCheckPath: /')
