import { replace } from './edited.ts'

/** The action names a project that is in no template. */
export const edit = replace(
  'cfn/out/production/cicd.yaml',
  /ProjectName:\n\s+Fn::GetAtt:\n\s+- Builds\n\s+- Outputs.ApiTestProject/,
  'ProjectName: cruddur-staging-api-test',
)
