import { replace } from './edited.ts'

/** The roles of the tasks trust the builds. */
export const edit = replace(
  'cfn/out/production/service-api.yaml',
  'Service: ecs-tasks.amazonaws.com',
  'Service: codebuild.amazonaws.com',
)
