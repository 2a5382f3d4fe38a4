import { replace } from './edited.ts'

/** The action no longer says which commit is released. */
export const edit = replace('cfn/out/production/cicd.yaml', 'name\\":\\"RELEASE', 'name\\":\\"COMMIT')
