import { replace } from './edited.ts'

/** The pipeline goes back to version 1 and keeps its triggers. */
export const edit = replace('cfn/out/production/cicd.yaml', 'PipelineType: V2', 'PipelineType: V1')
