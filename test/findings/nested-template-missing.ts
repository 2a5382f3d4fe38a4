import { replace } from './edited.ts'

/** The URL of a nested template was typed. */
export const edit = replace('cfn/out/production/cicd.yaml', /templates\/[0-9a-f]+\.yaml/, 'templates/builds.yaml')
