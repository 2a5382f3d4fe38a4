import { replace } from './edited.ts'

/** The builds clone the repository, and their roles may not. */
export const edit = replace(
  'cfn/out/production/cicd.yaml',
  'OutputArtifactFormat: CODE_ZIP',
  'OutputArtifactFormat: CODEBUILD_CLONE_REF',
)
