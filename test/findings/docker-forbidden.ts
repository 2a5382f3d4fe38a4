import { replace } from './edited.ts'

/** The image is built where no Docker daemon runs. */
export const edit = replace('cfn/out/production/cicd-builds.yaml', 'PrivilegedMode: true', 'PrivilegedMode: false')
