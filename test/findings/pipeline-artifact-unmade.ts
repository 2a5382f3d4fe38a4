import { replace } from './edited.ts'

/** An input artifact was renamed. */
export const edit = replace(
  'cfn/out/production/cicd.yaml',
  'InputArtifacts:\n                - Name: ApiImage',
  'InputArtifacts:\n                - Name: ApiImages',
)
