import { replace } from './edited.ts'

/** The pipeline starts on pushes to another branch than the one it takes. */
export const edit = replace(
  'cfn/out/production/cicd.yaml',
  'Includes:\n                    - production',
  'Includes:\n                    - main',
)
