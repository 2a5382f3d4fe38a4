import { replace } from './edited.ts'

/** A buildspec moved, its project did not. */
export const edit = replace(
  'cfn/out/production/cicd-builds.yaml',
  'BuildSpec: buildspecs/out/api-test.yml',
  'BuildSpec: buildspecs/out/api-tests.yml',
)
