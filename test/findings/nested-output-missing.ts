import { replace } from './edited.ts'

/** A nested stack no longer gives what its parent takes. */
export const edit = replace('cfn/out/production/cicd.yaml', 'Outputs.ApiTestProject', 'Outputs.ApiTestsProject')
