import { replace } from './edited.ts'

/** Half of a merge was left in a template. */
export const edit = replace('cfn/out/production/service-api.yaml', 'Resources:\n', '<<<<<<< HEAD\nResources:\n')
