import { replace } from './edited.ts'

/** The pipeline's role may no longer tag what it registers. */
export const edit = replace('cfn/out/production/cicd.yaml', 'ecs:TagResource', 'ecs:ListTasks')
