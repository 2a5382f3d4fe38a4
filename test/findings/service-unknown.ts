import { replace } from './edited.ts'

/** The ECS action names a service by hand. */
export const edit = replace(
  'cfn/out/production/cicd.yaml',
  /ServiceName:\n\s+Fn::ImportValue: \S+/,
  'ServiceName: backend',
)
